package org.tokenquarry.cluster;

import java.util.stream.Stream;
import org.tokenquarry.token.TokenMatrix;

/** The vectors that a kept cluster contributes to the codebook. */
public enum PrototypeForm {

  /** Every member: the published form. */
  MEMBERS {
    @Override
    Stream<Prototype> of(KeptCluster cluster, ClusteredPool pool) {
      return pool.themselves(cluster, pool.inOrder(cluster)).stream();
    }
  },

  /** The centre of the cluster by DPC-kNN, where it is densest: one vector per cluster. */
  MEDOIDS {
    @Override
    Stream<Prototype> of(KeptCluster cluster, ClusteredPool pool) {
      return pool.themselves(cluster, new int[] {pool.centre(cluster)}).stream();
    }
  },

  /**
   * The mean of the members after each was scaled to length 1: one vector per cluster. Members of
   * length 0 stay 0. Its origin is the medoid.
   */
  CENTROIDS {
    @Override
    Stream<Prototype> of(KeptCluster cluster, ClusteredPool pool) {
      float[] mean = mean(pool.inOrder(cluster), pool.embeddings());
      return Stream.of(pool.prototype(cluster, pool.centre(cluster), mean));
    }
  };

  abstract Stream<Prototype> of(KeptCluster cluster, ClusteredPool pool);

  // In double and in the order of the codebook, so that the result is the same everywhere.
  private static float[] mean(int[] members, Embeddings embeddings) {
    DirectionSum sum = new DirectionSum();
    embeddings.read(members, sum::add);
    return sum.mean(members.length);
  }

  /** The sum of vectors that were scaled to length 1, one by one. */
  private static final class DirectionSum {

    private double[] sum;

    void add(float[] member) {
      if (sum == null) {
        sum = new double[member.length];
      }
      double scale = new TokenMatrix(member, member.length).inverseNorm(0);
      for (int d = 0; d < member.length; d++) {
        sum[d] += member[d] * scale;
      }
    }

    float[] mean(int count) {
      float[] mean = new float[sum.length];
      for (int d = 0; d < mean.length; d++) {
        mean[d] = (float) (sum[d] / count);
      }
      return mean;
    }
  }
}
