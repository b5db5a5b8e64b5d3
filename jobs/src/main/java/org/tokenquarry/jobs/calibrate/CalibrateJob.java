package org.tokenquarry.jobs.calibrate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.WithinImageRule;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.spark.CountedStage;
import org.tokenquarry.jobs.spark.SparkProgress;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.task.ExamineImages;
import org.tokenquarry.task.ExaminePlan;

/**
 * Proposes thresholds: runs every experiment on a sample of images and takes quantiles of the
 * scores. Published thresholds mean nothing for another model. Where validation questions are
 * named, it searches better settings of the codebook on them, too.
 *
 * <p>Input table: {@code images} of the split {@code mine}; the sample is the images whose ids come
 * first, which is as good as random and always the same. For the search also those of the split
 * {@code heldout} that the questions are about. Output: none, the summary holds the settings.
 * Example:
 *
 * <pre>{@code tokenquarry calibrate --warehouse warehouse --set calibrate.images=32}</pre>
 *
 * <p>Failure modes: no image was ingested, the questions cannot be read, no settings leave a
 * prototype ({@link UserException}).
 */
public final class CalibrateJob {

  private final Warehouse warehouse;
  private final CalibrateOptions options;
  private final SparkProgress progress;

  /**
   * Plans a run.
   *
   * @param progress shows how many images are measured, and how many questions are answered
   */
  public CalibrateJob(Warehouse warehouse, CalibrateOptions options, SparkProgress progress) {
    this.warehouse = warehouse;
    this.options = options;
    this.progress = progress;
  }

  /** Measures the sample, and searches where that was asked for. */
  public CalibrateSummary run() {
    Dataset<Row> images =
        warehouse
            .read(Tables.IMAGES)
            .filter(col("split").equalTo(Split.MINE))
            .select("image_id", "content")
            .sort("image_id")
            .limit(options.images());
    long count = images.count();
    CountedStage measuring = progress.counted("Measuring", Amount.images(count));
    List<SampledToken> sample =
        images
            .repartition(options.images(), col("image_id"))
            .mapPartitions(
                measuring.results(new ExamineImages(everyToken()), count),
                Encoders.row(ExamineImages.OUTPUT))
            .filter(col("reason").isNull())
            .select(col("image_id"), explode(col("findings")).as("finding"))
            .collectAsList()
            .stream()
            .map(row -> SampledToken.of(row, options))
            .sorted(
                Comparator.comparing((SampledToken token) -> token.candidate().imageId())
                    .thenComparingInt(token -> token.candidate().token()))
            .toList();
    measuring.done();
    if (sample.isEmpty()) {
      throw new UserException(
          "nothing-to-calibrate",
          "The warehouse " + warehouse.location() + " holds no image to calibrate with.",
          "Run ingest first.");
    }
    return summary(sample);
  }

  /**
   * The experiments with thresholds that nearly every token passes: findings hold the embedding of
   * redundant tokens only.
   */
  private ExaminePlan everyToken() {
    ExaminePlan plan = options.plan();
    return new ExaminePlan(
        plan.model(),
        plan.device(),
        plan.settings().withThresholds(1, Double.MAX_VALUE).withWithinImage(clusters()),
        plan.limits(),
        plan.engine(),
        plan.batching());
  }

  /** Clusters within images, of any size, where some trial wants them. */
  private WithinImageRule clusters() {
    if (options.search() == null) {
      return null;
    }
    SearchSettings settings = options.search().settings();
    boolean wanted = settings.withinImageSizes().stream().anyMatch(size -> size > 0);
    return wanted
        ? new WithinImageRule(
            settings.withinImage().clusters(),
            settings.withinImage().neighbours(),
            Integer.MAX_VALUE)
        : null;
  }

  private CalibrateSummary summary(List<SampledToken> sample) {
    double[] top1 = sample.stream().mapToDouble(SampledToken::top1Probability).toArray();
    double[] divergence = sample.stream().mapToDouble(SampledToken::divergence).toArray();
    double maxTop1 = Quantiles.of(top1, options.top1Quantile());
    double maxDivergence = Quantiles.of(divergence, options.divergenceQuantile());
    long below =
        IntStream.range(0, top1.length)
            .filter(i -> top1[i] < maxTop1 && divergence[i] < maxDivergence)
            .count();
    return new CalibrateSummary(
        sample.stream().map(token -> token.candidate().imageId()).distinct().count(),
        sample.size(),
        maxTop1,
        maxDivergence,
        (double) below / sample.size(),
        deciles(top1),
        deciles(divergence),
        options.search() == null ? null : search(sample, top1, divergence));
  }

  private SearchSummary search(List<SampledToken> sample, double[] top1, double[] divergence) {
    SearchOptions search = options.search();
    progress.uncounted("Clustering for each combination of settings");
    return new HalvingSearch(warehouse, options.plan(), search, progress)
        .run(sample, Trials.of(search.settings(), top1, divergence));
  }

  private static List<Double> deciles(double[] values) {
    return IntStream.rangeClosed(0, 10).mapToObj(i -> Quantiles.of(values, i / 10.0)).toList();
  }
}
