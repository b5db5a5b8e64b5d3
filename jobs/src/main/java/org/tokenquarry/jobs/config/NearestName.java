package org.tokenquarry.jobs.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that was probably meant, by the Levenshtein distance. */
public final class NearestName {

  /** For keys: most edits, as a share of the longer name's length. */
  private static final double TOLERANCE = 0.4;

  /** For words: most edits. */
  private static final int MOST_EDITS = 3;

  private static final LevenshteinDistance EDITS = LevenshteinDistance.getDefaultInstance();

  private NearestName() {}

  /**
   * The nearest of the known keys, whatever the case. Either the whole key or its last word must be
   * near. Among several, the sum of both distances decides, so a key of the same block comes first.
   *
   * @param known keys with dots
   * @return empty where no key is near
   */
  static Optional<String> ofKeys(Collection<String> known, String key) {
    return nearest(
        known,
        each -> Math.min(relative(each, key), last(each, key)) <= TOLERANCE,
        each -> relative(each, key) + last(each, key));
  }

  /**
   * The nearest of the known words; upper and lower case differ.
   *
   * @param known words such as verbs or options
   * @return empty where every word is more than three edits away
   */
  public static Optional<String> ofWords(Collection<String> known, String word) {
    return nearest(
        known, each -> EDITS.apply(each, word) <= MOST_EDITS, each -> EDITS.apply(each, word));
  }

  /** Of equally near names, the first in alphabetical order. */
  private static Optional<String> nearest(
      Collection<String> known, Predicate<String> near, ToDoubleFunction<String> distance) {
    return known.stream()
        .filter(near)
        .min(Comparator.comparingDouble(distance).thenComparing(Comparator.naturalOrder()));
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
