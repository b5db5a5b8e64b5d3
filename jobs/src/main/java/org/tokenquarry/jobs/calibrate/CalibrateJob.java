package org.tokenquarry.jobs.calibrate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.experiment.WithinImageRule;
import org.tokenquarry.jobs.config.CalibrateSettings;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.spark.CountedPhase;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.numeric.Quantiles;
import org.tokenquarry.pack.PackSlice;
import org.tokenquarry.task.ChosenPruners;
import org.tokenquarry.task.ExamineImages;
import org.tokenquarry.task.Experiments;

/**
 * Proposes thresholds: runs every experiment on a sample of images and takes quantiles of the
 * scores. Published thresholds mean nothing for another model. Where validation questions are
 * named, it searches better settings of the codebook on them, too.
 *
 * <p>Input tables: {@code contents} and {@code images} of the split {@code mine}; the sample is the
 * images whose ids come first, which is as good as a random sample and always the same. For the
 * search also those of the split {@code heldout} that the questions are about. Output: none, the
 * summary holds the settings. Example:
 *
 * <pre>{@code tokenquarry calibrate --warehouse warehouse --set calibrate.images=32}</pre>
 *
 * <p>Failure modes: no image was ingested, the questions cannot be read, no settings leave a
 * prototype ({@link UserException}).
 */
public final class CalibrateJob implements Job<CalibrateSummary> {

  @Override
  public CalibrateSummary run(JobContext context) {
    CalibrateSettings settings = context.settings().calibrate();
    requireValidation(context.settings());
    Experiments examining = everyToken(context.examining(EngineKind.EXHAUSTIVE), settings.search());
    context.bundle(); // Before anything is read, so that a wrong model is refused at once.
    context.phases().uncounted("Looking for images");
    Warehouse warehouse = context.warehouse();
    Contents contents = new Contents(warehouse);
    List<PackSlice> packs =
        contents.packs(warehouse.images(Split.MINE).sort("image_id").limit(settings.images()));
    long count = packs.stream().mapToLong(PackSlice::images).sum();
    CountedPhase measuring = context.phases().counted("Measuring", Amount.images(count));
    List<SampledToken> sample =
        context
            .modelTasks()
            .map(
                contents.readPacks(packs, 1),
                measuring.results(new ExamineImages(examining), count),
                ExamineImages.OUTPUT)
            .filter(col("reason").isNull())
            .select(col("image_id"), explode(col("findings")).as("finding"))
            .collectAsList()
            .stream()
            .map(row -> SampledToken.of(row, examining.settings(), settings.search()))
            .sorted(Comparator.comparing((SampledToken token) -> token.candidate().key()))
            .toList();
    measuring.done();
    if (sample.isEmpty()) {
      throw CalibrateErrors.nothingToCalibrate(warehouse.location());
    }
    return summary(context, sample);
  }

  private static void requireValidation(Settings settings) {
    SearchSettings search = settings.calibrate().search();
    Validation.requireSeparate(settings);
    if (search.questions().isPresent() && !ChosenPruners.probesCodebook(search.pruner())) {
      throw CalibrateErrors.noProbingPruner(search.pruner());
    }
  }

  /**
   * The experiments with thresholds that nearly every token passes: findings hold the embedding of
   * redundant tokens only.
   */
  private static Experiments everyToken(Experiments experiments, SearchSettings search) {
    return experiments.with(
        experiments
            .settings()
            .withThresholds(1, Double.MAX_VALUE)
            .withWithinImage(clusters(search)));
  }

  /** Clusters within images, of any size, where some trial wants them. */
  private static WithinImageRule clusters(SearchSettings settings) {
    boolean wanted =
        settings.questions().isPresent()
            && settings.withinImageSizes().stream().anyMatch(size -> size > 0);
    return wanted
        ? new WithinImageRule(
            settings.withinImage().clusters(),
            settings.withinImage().neighbours(),
            Integer.MAX_VALUE)
        : null;
  }

  private static CalibrateSummary summary(JobContext context, List<SampledToken> sample) {
    CalibrateSettings settings = context.settings().calibrate();
    double[] top1 = sample.stream().mapToDouble(SampledToken::top1Probability).toArray();
    double[] divergence = sample.stream().mapToDouble(SampledToken::divergence).toArray();
    Quantiles ofTop1 = Quantiles.of(top1);
    Quantiles ofDivergence = Quantiles.of(divergence);
    double maxTop1 = ofTop1.reached(settings.top1Quantile());
    double maxDivergence = ofDivergence.reached(settings.divergenceQuantile());
    long below =
        IntStream.range(0, top1.length)
            .filter(i -> top1[i] < maxTop1 && divergence[i] < maxDivergence)
            .count();
    return new CalibrateSummary(
        sample.stream().map(token -> token.candidate().key().imageId()).distinct().count(),
        sample.size(),
        maxTop1,
        maxDivergence,
        (double) below / sample.size(),
        ofTop1.deciles(),
        ofDivergence.deciles(),
        settings.search().questions().isPresent()
            ? search(context, sample, top1, divergence)
            : null);
  }

  private static SearchSummary search(
      JobContext context, List<SampledToken> sample, double[] top1, double[] divergence) {
    context.phases().uncounted("Clustering for each combination of settings");
    return new CodebookSearch(context)
        .run(sample, Trials.of(context.settings().calibrate().search(), top1, divergence));
  }
}
