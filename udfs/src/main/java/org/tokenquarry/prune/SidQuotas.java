package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;

/** How many tokens of each group {@link PruneSid} keeps. */
final class SidQuotas {

  private static final int MOST_PER_64 = 5;
  private static final int BLOCK = 64;

  private SidQuotas() {}

  /**
   * Divides {@code m - 1} tokens among groups. Each group that has tokens gets one. The others are
   * divided in proportion to picks, rounded half to even on the running sums. A group gets at most
   * {@code min(5 ceil(m / 64), size, picks)}, and the limits rise by one until m fit, or all
   * tokens. What the limits leave over goes to the groups with most picks.
   *
   * @param sizes {@code [G]}: tokens of each group
   * @param picks {@code [G]}: unlike tokens of each group
   * @param counted m, with [CLS]; at least 2 and at most one more than the sum of the sizes
   * @return {@code [G]}, their sum is {@code m - 1}
   */
  static int[] of(int[] sizes, int[] picks, int counted) {
    int[] limits = limits(sizes, picks, counted);
    int[] quotas = IntStream.of(sizes).map(size -> Math.min(1, size)).toArray();
    int rest = counted - 1 - IntStream.of(quotas).sum();
    long all = IntStream.of(picks).sum();
    long before = 0;
    long given = 0;
    for (int g = 0; g < quotas.length; g++) {
      before += picks[g];
      long up = (long) Math.rint((double) rest * before / all);
      quotas[g] = (int) Math.min(quotas[g] + up - given, limits[g]);
      given = up;
    }
    int left = counted - 1 - IntStream.of(quotas).sum();
    for (int g : Ranking.rising(picks.length, g -> -picks[g])) {
      int more = Math.min(left, limits[g] - quotas[g]);
      quotas[g] += more;
      left -= more;
    }
    return quotas;
  }

  private static int[] limits(int[] sizes, int[] picks, int counted) {
    int most = MOST_PER_64 * ((counted + BLOCK - 1) / BLOCK);
    int[] limits = new int[sizes.length];
    Arrays.setAll(limits, g -> Math.min(most, Math.min(sizes[g], picks[g])));
    int enough = Math.min(counted, IntStream.of(sizes).sum());
    while (IntStream.of(limits).sum() < enough) {
      Arrays.setAll(limits, g -> Math.min(limits[g] + 1, sizes[g]));
    }
    return limits;
  }
}
