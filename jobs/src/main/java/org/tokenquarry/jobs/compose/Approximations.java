package org.tokenquarry.jobs.compose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tokenquarry.cluster.PointBlock;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.jobs.cluster.MllibMeans;
import org.tokenquarry.jobs.cluster.SparkSearches;
import org.tokenquarry.jobs.cluster.TokenClustering;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.jobs.config.PartitionSettings;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.task.TokenBlocks;
import org.tokenquarry.token.TokenMatrix;

/**
 * Exact clustering, the partitioned one, and k-means of Spark MLlib, on the same vectors. Each
 * chooses as many prototypes; that of k-means is the member nearest to the centre.
 */
final class Approximations {

  private static final double NANOS = 1e9;

  /** MLlib's default. */
  private static final int ITERATIONS = 20;

  /** Tokens that are read at once. */
  private static final int CHUNK = 1024;

  private final JobContext context;
  private final RandomTokens tokens;
  private final TokenClustering clustering;
  private final SparkSearches searches;

  private Approximations(JobContext context, RandomTokens tokens) {
    this.context = context;
    this.tokens = tokens;
    this.clustering =
        new TokenClustering(context, context.settings().cluster().dpcKnn(), tokens.place());
    this.searches = clustering.searches(tokens.staged());
  }

  /**
   * One size.
   *
   * @param points N
   * @param dim D
   * @param methods the exact one first
   */
  public record Size(int points, int dim, List<Method> methods) {}

  /**
   * What a method took and found.
   *
   * @param name {@code exact}, {@code partitioned} or {@code k-means}
   * @param cells within which neighbours were looked for; null for k-means
   * @param pairs that were compared, a share of all pairs; null for k-means
   * @param seconds without the writing of the vectors
   * @param equalPrototypes share of the exact prototypes that this method chose, too
   * @param sameCluster share of the vectors whose prototype is the exact one
   * @param distance of a vector to its nearest prototype, the mean; as DPC-kNN measures distances
   */
  public record Method(
      String name,
      Integer cells,
      Double pairs,
      double seconds,
      double equalPrototypes,
      double sameCluster,
      double distance) {}

  /** Compares the methods. */
  static Size of(JobContext context, BenchSettings.Points size) {
    try (RandomTokens tokens = RandomTokens.write(context, size)) {
      return new Size(size.points(), size.dim(), new Approximations(context, tokens).methods());
    }
  }

  private List<Method> methods() {
    ClusterSettings settings = context.settings().cluster();
    List<TokenKey> keys =
        IntStream.range(0, count()).mapToObj(token -> new TokenKey("image", token)).toList();
    PartitionSettings partition =
        settings.partition().orElse(new PartitionSettings(0)).of(keys.size());
    Timed<TokenClustering.Found> exact = Timed.of(() -> clustering.exact(tokens.staged()));
    Timed<TokenClustering.Found> partitioned =
        Timed.of(() -> clustering.partitioned(tokens.staged(), keys, partition));
    Timed<ChosenPrototypes> means = Timed.of(() -> means(settings.clusters()));
    ChosenPrototypes reference = ChosenPrototypes.of(exact.value().clustering());
    return List.of(
        method("exact", exact, reference),
        method("partitioned", partitioned, reference),
        method("k-means", null, null, means, reference));
  }

  private Method method(
      String name, Timed<TokenClustering.Found> found, ChosenPrototypes reference) {
    TokenClustering.Found value = found.value();
    return method(
        name,
        value.cells(),
        value.work().pairs() / (count() * (count() + 1.0) / 2),
        new Timed<>(ChosenPrototypes.of(value.clustering()), found.seconds()),
        reference);
  }

  private int count() {
    return Arrays.stream(tokens.staged().blocks().sizes()).sum();
  }

  private Method method(
      String name,
      Integer cells,
      Double pairs,
      Timed<ChosenPrototypes> chosen,
      ChosenPrototypes reference) {
    int[] prototypes = chosen.value().prototypes();
    return new Method(
        name,
        cells,
        pairs,
        chosen.seconds(),
        chosen.value().equalPrototypes(reference),
        chosen.value().sameCluster(reference),
        nearest(new PointBlock(0, tokens.staged().blocks().read(prototypes))).mean());
  }

  /** The nearest of some vectors to each token, and the mean square of the differences. */
  private record NearestVectors(int[] vectors, double[] squares) {

    double mean() {
      return Arrays.stream(squares).map(Math::sqrt).average().orElseThrow();
    }

    /**
     * The nearest of the tokens that have no nearer vector, for each vector; -1 if there is none.
     */
    int[] medoids(int count) {
      int[] medoids = new int[count];
      Arrays.fill(medoids, -1);
      for (int token = 0; token < vectors.length; token++) {
        int before = medoids[vectors[token]];
        if (before < 0 || squares[token] < squares[before]) {
          medoids[vectors[token]] = token;
        }
      }
      return medoids;
    }
  }

  private NearestVectors nearest(PointBlock vectors) {
    NearestVectors nearest = new NearestVectors(new int[count()], new double[count()]);
    searches.nearest(
        vectors,
        found -> {
          for (int p = 0; p < found.rows().length; p++) {
            nearest.vectors[found.rows()[p]] = found.columns()[p];
            nearest.squares[found.rows()[p]] = found.squares()[p];
          }
        });
    return nearest;
  }

  private ChosenPrototypes means(int clusters) {
    context.phases().uncounted("K-means of MLlib");
    TokenBlocks blocks = tokens.staged().blocks();
    List<int[]> chunks = new ArrayList<>();
    for (int from = 0; from < count(); from += CHUNK) {
      chunks.add(IntStream.range(from, Math.min(from + CHUNK, count())).toArray());
    }
    int slots = context.spark().sparkContext().defaultParallelism();
    TokenMatrix centres =
        new MllibMeans(clusters, ITERATIONS, slots).centres(context.spark(), blocks, chunks);
    NearestVectors nearest = nearest(new PointBlock(0, centres));
    int[] medoids = nearest.medoids(clusters);
    return new ChosenPrototypes(
        Arrays.stream(medoids).filter(medoid -> medoid >= 0).toArray(),
        Arrays.stream(nearest.vectors).map(vector -> medoids[vector]).toArray());
  }

  private record Timed<T>(T value, double seconds) {

    static <T> Timed<T> of(Supplier<T> work) {
      long begin = System.nanoTime();
      T value = work.get();
      return new Timed<>(value, (System.nanoTime() - begin) / NANOS);
    }
  }
}
