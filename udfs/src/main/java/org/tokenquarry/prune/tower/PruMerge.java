package org.tokenquarry.prune.tower;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Quantiles;

/** How many tokens PruMerge (arXiv 2403.15388) keeps of an image, and which ones PruMerge+ adds. */
public final class PruMerge {

  private static final double WHISKER = 1.5;

  private PruMerge() {}

  /**
   * Counts the outliers: tokens whose attention exceeds {@code Q3 + 1.5 (Q3 - Q1)}, quartiles by
   * linear interpolation.
   *
   * @param attention {@code [N]}, no NaN, at least one
   */
  public static int outliers(float[] attention) {
    double[] values = IntStream.range(0, attention.length).mapToDouble(i -> attention[i]).toArray();
    Quantiles quantiles = Quantiles.of(values);
    double low = quantiles.interpolated(0.25);
    double high = quantiles.interpolated(0.75);
    double bound = high + WHISKER * (high - low);
    return (int) Arrays.stream(values).filter(value -> value > bound).count();
  }

  /**
   * The tokens that PruMerge+ adds to n outliers: {@code range(0, N - 1, step)} with {@code step =
   * int(int(N / n) / 3)}, without those that are already kept.
   *
   * @param kept n tokens, at least one, in any order
   * @param count N
   * @return ascending indices
   */
  public static int[] supplement(int[] kept, int count) {
    int step = Math.max(1, count / kept.length / 3);
    return IntStream.iterate(0, i -> i < count - 1, i -> i + step)
        .filter(i -> IntStream.of(kept).noneMatch(k -> k == i))
        .toArray();
  }
}
