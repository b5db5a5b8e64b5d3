package org.tokenquarry.jobs.verb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.io.FileUtils;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.jobs.bench.BenchScalingSummary;
import org.tokenquarry.jobs.config.IngestSettings;
import org.tokenquarry.jobs.config.MineSettings;
import org.tokenquarry.jobs.config.SceneFormat;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.ingest.IngestJob;
import org.tokenquarry.jobs.ingest.IngestOptions;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.mine.MineJob;
import org.tokenquarry.jobs.mine.MineOptions;
import org.tokenquarry.jobs.mine.MineSummary;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.scenes.ScenesJob;
import org.tokenquarry.jobs.spark.LazySession;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.sql.ExaminePlan;

/**
 * {@code bench scaling}: mines series of scenes into new warehouses, on one core and on all, in
 * local sessions of its own. Everything is written to a temporary directory and deleted.
 */
final class BenchScalingVerb implements Job {

  /** Not the seed of any scenes that are mined or asked about. */
  private static final long SEED = 77;

  @Override
  public BenchScalingSummary run(JobContext context) throws IOException {
    List<Integer> sizes = context.settings().bench().scalingImages();
    Set<Integer> cores = new TreeSet<>(Set.of(1));
    cores.add(Runtime.getRuntime().availableProcessors());
    List<BenchScalingSummary.Row> rows = new ArrayList<>();
    Path directory = Files.createTempDirectory("tokenquarry-scaling");
    long total = (long) cores.size() * sizes.stream().mapToInt(Integer::intValue).sum();
    try (Progress.Stage stage = context.progress().stage("Mining images", total)) {
      for (int used : cores) {
        for (int images : sizes) {
          rows.add(measure(context, directory.resolve(used + "-" + images), used, images));
          stage.step(images);
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
    new ScenesJob(images, SEED, scenes, SceneFormat.PNG).run();
    try (LazySession session = new LazySession(Map.of("spark.master", "local[" + cores + "]"))) {
      Warehouse warehouse = new Warehouse(session.get(), directory.resolve("warehouse").toString());
      Settings settings = context.settings();
      IngestSettings ingest = settings.ingest();
      ImageLimits limits =
          new ImageLimits(ingest.maxBytes(), ingest.maxPixels(), ingest.maxAspectRatio());
      new IngestJob(
              warehouse,
              new RunInfo(context.runId(), "ingest", "", ""),
              new IngestOptions(limits, Set.copyOf(ingest.extensions()), Split.MINE))
          .run(List.of(scenes.resolve("images").toString()));
      return mine(context, warehouse, limits, cores, images);
    } finally {
      delete(directory);
    }
  }

  private static BenchScalingSummary.Row mine(
      JobContext context, Warehouse warehouse, ImageLimits limits, int cores, int images) {
    Settings settings = context.settings();
    MineSettings mine = settings.mine();
    String location = settings.model().location();
    ModelBundle bundle = ModelBundle.open(location);
    ExaminePlan plan =
        new ExaminePlan(
            location,
            settings.model().device(),
            settings.experiment(),
            limits,
            mine.engine(),
            new Batching(mine.batchSize(), mine.batchMemory()));
    RunInfo info =
        new RunInfo(
            context.runId(),
            "mine",
            bundle.digest(),
            SettingsDigest.of(settings.experiment()).hex());
    LoadedModel model =
        ModelCache.shared().acquire(bundle, TaskDevice.current(settings.model().device()));
    long before = model.work().nanoseconds();
    MineSummary mined =
        new MineJob(
                warehouse,
                info,
                new MineOptions(plan, mine.imagesPerTask(), mine.imagesPerCommit()))
            .run(bundle);
    double inModel = (model.work().nanoseconds() - before) / 1e9;
    return BenchScalingSummary.Row.of(images, cores, mined.seconds(), inModel);
  }

  private static void delete(Path directory) {
    try {
      FileUtils.deleteDirectory(directory.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
