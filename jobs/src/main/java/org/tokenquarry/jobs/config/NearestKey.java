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
   * The nearest of the known keys, by whole key or by its last word alone.
   *
   * @return nothing where none is near
   */
  static Optional<String> among(Collection<String> known, String key) {
    return known.stream()
        .min(
            Comparator.comparingDouble((String each) -> distance(each, key))
                .thenComparing(each -> EDITS.apply(each, key))
                .thenComparing(Comparator.naturalOrder()))
        .filter(nearest -> distance(nearest, key) <= TOLERANCE);
  }

  private static double distance(String known, String key) {
    return Math.min(relative(known, key), relative(last(known), last(key)));
  }

  private static double relative(String a, String b) {
    int edits = EDITS.apply(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
    return (double) edits / Math.max(a.length(), b.length());
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
