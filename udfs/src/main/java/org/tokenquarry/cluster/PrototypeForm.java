package org.tokenquarry.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tokenquarry.token.TokenMatrix;

/** The vectors that a kept cluster contributes to the codebook. */
public enum PrototypeForm {

  /** Every member: the published form. */
  MEMBERS {
    @Override
    Stream<Prototype> of(KeptCluster cluster, ClusteredPool pool) {
      return IntStream.of(pool.inOrder(cluster))
          .mapToObj(i -> pool.prototype(cluster, i, pool.embedding(i)));
    }
  },

  /** The centre of the cluster by DPC-kNN, where it is densest: one vector per cluster. */
  MEDOIDS {
    @Override
    Stream<Prototype> of(KeptCluster cluster, ClusteredPool pool) {
      int centre = pool.centre(cluster);
      return Stream.of(pool.prototype(cluster, centre, pool.embedding(centre)));
    }
  },

  /**
   * The mean of the members after each was scaled to length 1: one vector per cluster. Members of
   * length 0 stay 0. Its origin is the medoid.
   */
  CENTROIDS {
    @Override
    Stream<Prototype> of(KeptCluster cluster, ClusteredPool pool) {
      return Stream.of(
          pool.prototype(
              cluster,
              pool.centre(cluster),
              mean(Arrays.stream(pool.inOrder(cluster)).mapToObj(pool::embedding).toList())));
    }
  };

  abstract Stream<Prototype> of(KeptCluster cluster, ClusteredPool pool);

  // In double and in the order of the codebook, so that the result is the same everywhere.
  private static float[] mean(List<float[]> members) {
    double[] sum = new double[members.get(0).length];
    for (float[] member : members) {
      double scale = new TokenMatrix(member, member.length).inverseNorm(0);
      for (int d = 0; d < member.length; d++) {
        sum[d] += member[d] * scale;
      }
    }
    float[] mean = new float[sum.length];
    for (int d = 0; d < mean.length; d++) {
      mean[d] = (float) (sum[d] / members.size());
    }
    return mean;
  }
}
