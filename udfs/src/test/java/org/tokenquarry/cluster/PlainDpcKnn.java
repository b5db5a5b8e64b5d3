package org.tokenquarry.cluster;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenMatrix;

/**
 * DPC-kNN by its definition, with the whole distance matrix: the reference that {@link DpcKnn} is
 * compared with.
 */
final class PlainDpcKnn {

  private PlainDpcKnn() {}

  static Clustering cluster(TokenMatrix points, DpcKnnSettings settings) {
    int count = points.count();
    double[][] d = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        d[i][j] = distance(points, i, j);
      }
    }
    double[] rho = new double[count];
    for (int i = 0; i < count; i++) {
      rho[i] =
          Math.exp(
              -Arrays.stream(d[i])
                  .sorted()
                  .limit(settings.neighbours())
                  .map(x -> x * x)
                  .average()
                  .orElseThrow());
    }
    double max = Arrays.stream(d).flatMapToDouble(Arrays::stream).max().orElseThrow();
    double[] delta = new double[count];
    for (int i = 0; i < count; i++) {
      int point = i;
      delta[i] =
          IntStream.range(0, count)
              .filter(j -> rho[j] > rho[point] || (rho[j] == rho[point] && j < point))
              .mapToDouble(j -> d[point][j])
              .min()
              .orElse(max);
    }
    int[] centres =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparing(i -> -rho[i] * delta[i]))
            .limit(settings.clusters())
            .mapToInt(Integer::intValue)
            .toArray();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      int point = i;
      labels[i] =
          IntStream.range(0, centres.length)
              .boxed()
              .min(Comparator.comparing(c -> d[point][centres[c]]))
              .orElseThrow();
    }
    for (int c = 0; c < centres.length; c++) {
      labels[centres[c]] = c;
    }
    return new Clustering(labels, centres, rho, delta);
  }

  private static double distance(TokenMatrix points, int i, int j) {
    double sum = 0;
    for (int k = 0; k < points.dim(); k++) {
      double difference = (double) points.at(i, k) - points.at(j, k);
      sum += difference * difference;
    }
    return Math.sqrt(sum / points.dim());
  }
}
