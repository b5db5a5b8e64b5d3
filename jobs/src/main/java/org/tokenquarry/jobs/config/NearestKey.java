package org.tokenquarry.jobs.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the key that was probably meant. */
final class NearestKey {

  /** Edits at most, as a share of the longer word's length. */
  private static final double TOLERANCE = 0.4;

  private static final LevenshteinDistance EDITS = LevenshteinDistance.getDefaultInstance();

  private NearestKey() {}

  /**
   * The nearest of the known keys. Either the whole key must be near or its last word; of several,
   * whole keys and last words count together, so that a slip is sought in its own block first.
   *
   * @return nothing where none is near
   */
  static Optional<String> among(Collection<String> known, String key) {
    return known.stream()
        .filter(each -> Math.min(relative(each, key), last(each, key)) <= TOLERANCE)
        .min(
            Comparator.comparingDouble((String each) -> relative(each, key) + last(each, key))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static double last(String known, String key) {
    return relative(lastWord(known), lastWord(key));
  }

  private static double relative(String a, String b) {
    int edits = EDITS.apply(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
    return (double) edits / Math.max(a.length(), b.length());
  }

  private static String lastWord(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
