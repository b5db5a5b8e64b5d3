package org.tokenquarry.jobs.config;

import java.util.Set;
import java.util.regex.Pattern;

/** The names of aliases. An alias stands for one version of the codebook, and moves. */
public final class AliasName {

  /** The version that servers use. {@code publish} moves it. */
  public static final String CHAMPION = "champion";

  /** The newest version, which may become the champion. {@code cluster} moves it. */
  public static final String CANDIDATE = "candidate";

  /** What a name must be, to follow "must be". */
  static final String EXPECTED =
      "a name of at most 64 lower-case letters, digits and hyphens, which is no number and none of"
          + " default, latest, published";

  private static final Pattern FORM =
      Pattern.compile("(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");

  /** Words that choose a version in another way. */
  private static final Set<String> TAKEN = Set.of("default", "latest", "published");

  private AliasName() {}

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException if it cannot be the name of an alias
   */
  static String parse(String text) {
    if (!FORM.matcher(text).matches() || TAKEN.contains(text)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
