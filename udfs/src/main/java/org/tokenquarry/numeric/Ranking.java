package org.tokenquarry.numeric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Indices by score. Equal scores, and 0 and -0 are equal, go to the lower index. */
public final class Ranking {

  private Ranking() {}

  /**
   * All indices by rising score.
   *
   * @param count how many scores there are
   * @param score no NaN
   */
  public static int[] rising(int count, IntToDoubleFunction score) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(
            // Adding 0 turns -0 into 0, which is a tie.
            Comparator.<Integer>comparingDouble(i -> score.applyAsDouble(i) + 0.0)
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The indices of the largest scores.
   *
   * @param scores no NaN
   * @param most how many; all where there are fewer
   * @return ascending indices
   */
  public static int[] largest(double[] scores, int most) {
    return first(rising(scores.length, i -> -scores[i]), most);
  }

  /**
   * The indices of the smallest scores.
   *
   * @param scores no NaN
   * @param most how many; all where there are fewer
   * @return ascending indices
   */
  public static int[] smallest(double[] scores, int most) {
    return first(rising(scores.length, i -> scores[i]), most);
  }

  private static int[] first(int[] order, int most) {
    return Arrays.stream(order).limit(most).sorted().toArray();
  }

  /** The index of the largest score. NaN is never larger. */
  public static int indexOfLargest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The index of the smallest score. NaN is never smaller. */
  public static int indexOfSmallest(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] < scores[best]) {
        best = i;
      }
    }
    return best;
  }
}
