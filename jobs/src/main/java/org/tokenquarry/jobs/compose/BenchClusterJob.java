package org.tokenquarry.jobs.compose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.IntStream;
import org.tokenquarry.cluster.Clustering;
import org.tokenquarry.cluster.DpcKnn;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.jobs.bench.Threads;
import org.tokenquarry.jobs.cluster.StagedTokens;
import org.tokenquarry.jobs.cluster.TokenClustering;
import org.tokenquarry.jobs.compose.BenchClusterSummary.Measured;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.model.MatrixRate;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.token.TokenMatrix;

/**
 * Clusters random vectors as {@code cluster} does, and compares it with the kernel that one process
 * would run in double, and with the peak of matrix products; or compares approximations with it.
 *
 * <p>Input: none. Output: none but the summary; files are deleted. Needs no model. Example:
 *
 * <pre>{@code tokenquarry bench cluster --set bench.cluster.sizes=[20000x4096]}</pre>
 */
public final class BenchClusterJob implements Job<BenchClusterSummary> {

  private static final double NANOS = 1e9;

  @Override
  public BenchClusterSummary run(JobContext context) {
    int slots = context.spark().sparkContext().defaultParallelism();
    BenchSettings.RandomTokens bench = context.settings().bench().cluster();
    if (!bench.approximate().isEmpty()) {
      List<Approximations.Size> sizes =
          bench.approximate().stream().map(size -> Approximations.of(context, size)).toList();
      return new BenchClusterSummary(slots, null, List.of(), null, sizes);
    }
    ModelDevice device = TaskDevice.alone(context.settings().model().device());
    double peak = peak(device, slots);
    List<Measured> rows = new ArrayList<>();
    for (BenchSettings.Points size : bench.sizes()) {
      rows.add(measured(context, size, peak));
    }
    return new BenchClusterSummary(slots, peak, rows, BenchClusterSummary.slope(rows), List.of());
  }

  /** Products of all slots together, of matrices of their own; one thread fills a GPU. */
  private static double peak(ModelDevice device, int slots) {
    DoubleAdder sum = new DoubleAdder();
    Threads.each(device.isGpu() ? 1 : slots, thread -> sum.add(MatrixRate.measure(device)));
    return sum.sum();
  }

  private static Measured measured(JobContext context, BenchSettings.Points size, double peak) {
    DpcKnnSettings settings = context.settings().cluster().dpcKnn();
    int referenceUpTo = context.settings().bench().cluster().referenceUpTo();
    try (RandomTokens tokens = RandomTokens.write(context, size)) {
      TokenClustering clustering = new TokenClustering(context, settings, tokens.place());
      ResidentPeak.reset();
      long begin = System.nanoTime();
      TokenClustering.Found found = clustering.exact(tokens.staged());
      double seconds = (System.nanoTime() - begin) / NANOS;
      long resident = ResidentPeak.bytes();
      Reference reference =
          size.points() > referenceUpTo
              ? Reference.NONE
              : Reference.of(context, tokens.staged(), settings, found.clustering());
      return new Measured(
          size.points(),
          size.dim(),
          seconds,
          reference.seconds(),
          (double) found.work().decided() / found.work().pairs(),
          found.work().operations() / seconds / peak,
          resident,
          reference.same());
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
}
