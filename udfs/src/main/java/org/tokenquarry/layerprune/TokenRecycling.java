package org.tokenquarry.layerprune;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.cluster.Clustering;
import org.tokenquarry.cluster.DpcKnn;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.TokenMatrix;

/** How SparseVLM makes a few new tokens of the best ones that it drops. */
final class TokenRecycling {

  /** As published. */
  static final double SHARE = 0.3;

  private static final int TOKENS_PER_CLUSTER = 10;

  /** As published: the mean of a cluster is a little shorter than it should be. */
  private static final double OFFSET = 1e-6;

  private TokenRecycling() {}

  /**
   * The dropped tokens that are recycled: of n dropped ones {@code int(share n) + 1}, the best
   * first. Ties go to the lower index.
   *
   * @param scores {@code [N]}, no NaN
   * @param kept the tokens that stay, ascending
   * @param share in [0, 1]
   * @return none if none is dropped
   */
  static int[] pool(double[] scores, int[] kept, double share) {
    int dropped = scores.length - kept.length;
    return Arrays.stream(Ranking.rising(scores.length, i -> -scores[i]))
        .filter(i -> Arrays.binarySearch(kept, i) < 0)
        .limit((int) (share * dropped) + 1)
        .toArray();
  }

  /**
   * The new tokens: means of clusters by DPC-kNN, {@code int(P / 10) + 1} of them and as many
   * neighbours. Of equally dense tokens the earlier one in the pool is the denser; the published
   * code adds random numbers instead.
   *
   * @param pool {@code [P, D]}: the layer's outputs for {@link #pool}, in that order; at least one
   * @return {@code [clusters, D]}
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  static TokenMatrix merged(TokenMatrix pool) {
    int clusters = pool.count() / TOKENS_PER_CLUSTER + 1;
    Clustering found = new DpcKnn(new DpcKnnSettings(clusters, clusters)).cluster(pool);
    int dim = pool.dim();
    float[] rows = new float[found.centres().length * dim];
    for (int c = 0; c < found.centres().length; c++) {
      int cluster = c;
      int[] members =
          IntStream.range(0, pool.count()).filter(i -> found.labels()[i] == cluster).toArray();
      for (int d = 0; d < dim; d++) {
        double sum = 0;
        for (int member : members) {
          sum += pool.at(member, d);
        }
        rows[c * dim + d] = (float) (sum / (members.length + OFFSET));
      }
    }
    return new TokenMatrix(rows, dim);
  }
}
