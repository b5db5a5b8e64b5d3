package org.tokenquarry.jobs.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.io.FileUtils;
import org.tokenquarry.jobs.config.NightlyStep;
import org.tokenquarry.jobs.config.SceneFormat;
import org.tokenquarry.jobs.config.ScenesSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.ingest.IngestJob;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.lease.RunLeases;
import org.tokenquarry.jobs.mine.MineJob;
import org.tokenquarry.jobs.mine.MineSummary;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.scenes.ScenesJob;
import org.tokenquarry.jobs.spark.LazySession;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.scene.World;

/**
 * Mines several numbers of scenes into new warehouses, on one core and on all, in local sessions of
 * its own. Everything is written to a temporary directory and deleted.
 *
 * <p>Input: a model. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry bench scaling --set bench.scaling.images=[100,500]}</pre>
 *
 * <p>Failure modes: those of {@code ingest} and {@code mine}; the temporary directory is full.
 */
public final class BenchScalingJob implements Job<BenchScalingSummary> {

  /** Not the seed of any scenes that are mined or asked about. */
  private static final long SEED = 77;

  @Override
  public BenchScalingSummary run(JobContext context) throws IOException {
    List<Integer> sizes = context.settings().bench().scalingImages();
    Set<Integer> cores = new TreeSet<>(Set.of(1));
    cores.add(Runtime.getRuntime().availableProcessors());
    List<BenchScalingSummary.Row> rows = new ArrayList<>();
    Path directory = Files.createTempDirectory("tokenquarry-scaling");
    try {
      for (int used : cores) {
        for (int images : sizes) {
          rows.add(measure(context, directory.resolve(used + "-" + images), used, images));
        }
      }
    } finally {
      FileUtils.deleteQuietly(directory.toFile());
    }
    ModelBundle bundle = ModelBundle.open(context.settings().model().location());
    return new BenchScalingSummary(bundle.manifest().name(), rows);
  }

  private static BenchScalingSummary.Row measure(
      JobContext context, Path directory, int cores, int images) {
    Path scenes = directory.resolve("scenes");
    ScenesJob.write(
        new ScenesSettings(images, SEED, scenes.toString(), SceneFormat.PNG, World.ALL));
    Settings settings =
        context
            .settings()
            .into(directory.resolve("warehouse").toString())
            .ingesting(List.of(scenes.resolve("images").toString()), Split.MINE);
    String master = "local[" + cores + "]";
    try (LazySession session = new LazySession(Map.of("spark.master", master), Duration.ZERO);
        RunLeases leases = RunLeases.ofWriter(context.info())) {
      Progress progress = named(images + " images on " + master, context.progress());
      JobContext.Run run =
          new JobContext.Run(
              context.run().id(),
              session,
              context.run().hadoop(),
              progress,
              leases,
              context.metrics());
      try (JobContext ingest = new JobContext(run, NightlyStep.INGEST.verb(), settings)) {
        new IngestJob().run(ingest);
      }
      MineSummary mined;
      try (JobContext mine = new JobContext(run, NightlyStep.MINE.verb(), settings)) {
        mined = new MineJob().run(mine);
      }
      return BenchScalingSummary.Row.of(images, cores, mined.seconds(), mined.modelSeconds());
    } finally {
      delete(directory);
    }
  }

  /** The progress of a series, with the series' name before that of each phase. */
  private static Progress named(String series, Progress progress) {
    return (phase, amount) -> progress.phase(series + ": " + phase, amount);
  }

  private static void delete(Path directory) {
    try {
      FileUtils.deleteDirectory(directory.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
