package org.tokenquarry.jobs.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.cluster.BlockedDpcKnn;
import org.tokenquarry.cluster.Clustering;
import org.tokenquarry.cluster.DpcKnn;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.jobs.bench.Threads;
import org.tokenquarry.jobs.cluster.SparkSearches;
import org.tokenquarry.jobs.cluster.StagedTokens;
import org.tokenquarry.jobs.compose.BenchClusterSummary.Measured;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.model.MatrixRate;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.task.SearchBlocks;
import org.tokenquarry.token.TokenMatrix;

/**
 * Clusters random vectors as {@code cluster} does, and compares it with the kernel that one process
 * would run in double, and with the peak of matrix products.
 *
 * <p>Input: none. Output: none but the summary; files are deleted. Needs no model. Example:
 *
 * <pre>{@code tokenquarry bench cluster --set bench.cluster.sizes=[20000x4096]}</pre>
 */
public final class BenchClusterJob implements Job<BenchClusterSummary> {

  private static final StructType ROWS =
      new StructType()
          .add("block", DataTypes.IntegerType)
          .add("image_id", DataTypes.StringType)
          .add("token_index", DataTypes.IntegerType)
          .add("embedding", DataTypes.BinaryType);

  /** Vectors are noise around this many directions, as those of clusters are. */
  private static final int DIRECTIONS = 64;

  private static final float NOISE = 0.5f;
  private static final double NANOS = 1e9;

  @Override
  public BenchClusterSummary run(JobContext context) {
    int slots = context.spark().sparkContext().defaultParallelism();
    ModelDevice device = TaskDevice.alone(context.settings().model().device());
    double peak = peak(device, slots);
    List<Measured> rows = new ArrayList<>();
    for (BenchSettings.Points size : context.settings().bench().cluster().sizes()) {
      rows.add(measured(context, size, peak));
    }
    return new BenchClusterSummary(slots, peak, rows, BenchClusterSummary.slope(rows));
  }

  /** Products of all slots together, of matrices of their own; one thread fills a GPU. */
  private static double peak(ModelDevice device, int slots) {
    DoubleAdder sum = new DoubleAdder();
    Threads.each(device.isGpu() ? 1 : slots, thread -> sum.add(MatrixRate.measure(device)));
    return sum.sum();
  }

  private static Measured measured(JobContext context, BenchSettings.Points size, double peak) {
    BenchSettings.RandomTokens bench = context.settings().bench().cluster();
    DpcKnnSettings settings = context.settings().cluster().dpcKnn();
    Path directory = temporary();
    try (StagedTokens staged = stage(context, size, directory)) {
      SearchBlocks search =
          new SearchBlocks(staged.blocks(), staged.space(), context.settings().model().device());
      SparkSearches searches =
          new SparkSearches(context.spark(), context.modelTasks(), search, context.phases());
      BlockedDpcKnn dpcKnn = new BlockedDpcKnn(settings, staged.blocks().sizes(), searches);
      ResidentPeak.reset();
      long begin = System.nanoTime();
      Clustering clustering = dpcKnn.cluster();
      double seconds = (System.nanoTime() - begin) / NANOS;
      long resident = ResidentPeak.bytes();
      Reference reference =
          size.points() > bench.referenceUpTo()
              ? Reference.NONE
              : Reference.of(context, staged, settings, clustering);
      return new Measured(
          size.points(),
          size.dim(),
          seconds,
          reference.seconds(),
          (double) dpcKnn.work().decided() / dpcKnn.work().pairs(),
          dpcKnn.work().operations() / seconds / peak,
          resident,
          reference.same());
    } finally {
      FileUtils.deleteQuietly(directory.toFile());
    }
  }

  /** What the kernel in double said and took; nulls where it did not run. */
  private record Reference(Double seconds, Boolean same) {

    static final Reference NONE = new Reference(null, null);

    static Reference of(
        JobContext context, StagedTokens staged, DpcKnnSettings settings, Clustering clustering) {
      int points = Arrays.stream(staged.blocks().sizes()).sum();
      TokenMatrix matrix = staged.blocks().read(IntStream.range(0, points).toArray());
      Progress.Phase phase =
          context.phases().stepped("In double", Amount.tokens((long) DpcKnn.VISITS * points));
      long begin = System.nanoTime();
      Clustering expected = new DpcKnn(settings).inParallel().telling(phase::step).cluster(matrix);
      double seconds = (System.nanoTime() - begin) / NANOS;
      boolean same =
          Arrays.equals(expected.labels(), clustering.labels())
              && Arrays.equals(expected.centres(), clustering.centres())
              && Arrays.equals(expected.density(), clustering.density())
              && Arrays.equals(expected.delta(), clustering.delta());
      return new Reference(seconds, same);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("tokenquarry-bench-cluster");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StagedTokens stage(JobContext context, BenchSettings.Points size, Path directory) {
    context.phases().uncounted("Writing " + size.points() + " vectors");
    StagedTokens.Place place =
        new StagedTokens.Place(
            directory.toString(),
            context.run().id(),
            context.settings().clustering().blockBytes(),
            context.spark().sessionState().newHadoopConf());
    int dim = size.dim();
    int most = place.tokens(dim);
    int[] sizes =
        IntStream.range(0, (size.points() + most - 1) / most)
            .map(block -> Math.min(most, size.points() - block * most))
            .toArray();
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext())
            .parallelize(IntStream.range(0, sizes.length).boxed().toList(), sizes.length)
            .flatMap(block -> vectors(block, sizes[block], dim));
    return StagedTokens.write(rows, sizes, dim, place);
  }

  private static Iterator<Row> vectors(int block, int count, int dim) {
    Random directions = new Random(dim);
    float[][] centres = new float[DIRECTIONS][dim];
    for (float[] centre : centres) {
      for (int d = 0; d < dim; d++) {
        centre[d] = (float) directions.nextGaussian();
      }
    }
    Random random = new Random(31L * dim + block);
    return IntStream.range(0, count)
        .mapToObj(i -> row(block, i, vector(random, centres[random.nextInt(DIRECTIONS)])))
        .iterator();
  }

  private static Row row(int block, int token, float[] vector) {
    return new GenericRowWithSchema(
        new Object[] {block, "image", token, FloatBytes.of(vector)}, ROWS);
  }

  private static float[] vector(Random random, float[] centre) {
    float[] vector = centre.clone();
    for (int d = 0; d < vector.length; d++) {
      vector[d] += NOISE * (float) random.nextGaussian();
    }
    return vector;
  }
}
