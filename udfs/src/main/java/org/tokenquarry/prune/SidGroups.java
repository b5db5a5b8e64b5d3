package org.tokenquarry.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.SymmetricEigen;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.TokenMatrix;

/**
 * The groups of {@link PruneSid}. Features go through a sigmoid, and the mean of each token is
 * subtracted. Of the matrix with these tokens as columns, {@code v_1 .. v_G} are the first right
 * singular vectors. A token i belongs to the group g with the largest {@code |v_g[i]|}; the lower
 * one of two. Vectors of a singular value that is zero point nowhere, so they take no token.
 *
 * @param of {@code [N]}: the group of each token
 * @param count G
 */
record SidGroups(int[] of, int count) {

  /** A squared singular value below this share of the largest is rounding. */
  private static final double ROUNDING = 1e-12;

  /** The right singular vectors {@code [R][N]} whose value is not zero; one if all are. */
  static double[][] directions(TokenMatrix features) {
    Vectors columns = Vectors.of(centred(features));
    int[] all = IntStream.range(0, features.count()).toArray();
    SymmetricEigen eigen = SymmetricEigen.of(PairwiseSum.PRODUCTS.of(columns, all, columns, 0));
    double[] squares = eigen.values();
    int rank = 1;
    while (rank < squares.length && squares[rank] > squares[0] * ROUNDING) {
      rank++;
    }
    return Arrays.copyOf(eigen.vectors(), rank);
  }

  private static TokenMatrix centred(TokenMatrix features) {
    Cosines.requireFinite(features);
    int dim = features.dim();
    float[] values = new float[features.count() * dim];
    for (int i = 0; i < features.count(); i++) {
      double[] row = new double[dim];
      for (int d = 0; d < dim; d++) {
        row[d] = 1 / (1 + Math.exp(-features.at(i, d)));
      }
      double mean = Arrays.stream(row).sum() / dim;
      for (int d = 0; d < dim; d++) {
        values[i * dim + d] = (float) (row[d] - mean);
      }
    }
    return new TokenMatrix(values, dim);
  }

  static SidGroups of(double[][] directions, int count) {
    int[] groups = new int[directions[0].length];
    for (int i = 0; i < groups.length; i++) {
      for (int g = 1; g < Math.min(count, directions.length); g++) {
        if (Math.abs(directions[g][i]) > Math.abs(directions[groups[i]][i])) {
          groups[i] = g;
        }
      }
    }
    return new SidGroups(groups, count);
  }

  /**
   * Ranks each group.
   *
   * @param attended all tokens by falling attention
   * @param cosines {@code [N, N]}
   * @param radius the largest cosine that a picked token may have to those picked before
   */
  Ranked ranked(int[] attended, double[][] cosines, double radius) {
    List<int[]> ranks = new ArrayList<>();
    int[] picks = new int[count];
    for (int g = 0; g < count; g++) {
      int group = g;
      List<Integer> picked = new ArrayList<>();
      List<Integer> passed = new ArrayList<>();
      for (int token : IntStream.of(attended).filter(i -> of[i] == group).toArray()) {
        boolean unlike = picked.stream().allMatch(other -> cosines[other][token] <= radius);
        (unlike ? picked : passed).add(token);
      }
      picks[g] = picked.size();
      picked.addAll(passed);
      ranks.add(picked.stream().mapToInt(Integer::intValue).toArray());
    }
    return new Ranked(ranks, picks);
  }

  /**
   * The tokens of each group, the best first.
   *
   * @param picks how many of each group were picked and not passed over
   */
  record Ranked(List<int[]> ranks, int[] picks) {

    /** The tokens that stay, ascending, if with [CLS] {@code counted} stay. */
    int[] best(int counted) {
      int[] sizes = ranks.stream().mapToInt(rank -> rank.length).toArray();
      int[] quotas = SidQuotas.of(sizes, picks, counted);
      return IntStream.range(0, quotas.length)
          .flatMap(g -> Arrays.stream(ranks.get(g)).limit(quotas[g]))
          .sorted()
          .toArray();
    }
  }
}
