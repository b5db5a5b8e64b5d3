package org.tokenquarry.intake;

import java.io.Serializable;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.tokenquarry.image.ImageLimits;

/**
 * What counts as an image.
 *
 * @param limits how large an image may be
 * @param extensions of files that are images, in lower case, without the dot
 */
public record IntakeRules(ImageLimits limits, Set<String> extensions) implements Serializable {

  /** Copies the set. */
  public IntakeRules {
    extensions = Set.copyOf(extensions);
  }

  /** Whether a file with this name or URI is an image. */
  public boolean isImage(String name) {
    return extensions.contains(extension(name));
  }

  /** The rule of {@link #isImage}, for the ledger. */
  public String ofNames() {
    return "extensions=" + String.join(",", new TreeSet<>(extensions));
  }

  /** What stands behind the last dot of the name, in lower case; empty if there is none. */
  public static String extension(String nameOrUri) {
    String name = nameOrUri.substring(nameOrUri.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
