package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.jobs.report.chart.AxisScale;
import org.tokenquarry.jobs.report.chart.Distribution;
import org.tokenquarry.jobs.report.page.ReportModel.Word;
import org.tokenquarry.jobs.table.Funnel;

/** The scores of the probed tokens that a codebook rests on. */
final class Scores {

  /**
   * The most tokens that a histogram counts. If there are more, the tokens of the first image ids
   * are taken.
   */
  private static final int MOST_TOKENS = 200_000;

  private static final int MOST_WORDS = 24;

  /** Probabilities are added up as multiples of this, so their order changes no bit of the sum. */
  private static final double UNIT = 1.0 / (1 << 30);

  private final Dataset<Row> experiments;
  private final Dataset<Row> mined;
  private final Funnel all;

  /**
   * Reads scores.
   *
   * @param experiments rows of the table {@code experiments}
   * @param mined rows of the table {@code mined} about the same images
   * @param all their sums
   */
  Scores(Dataset<Row> experiments, Dataset<Row> mined, Funnel all) {
    this.experiments = experiments;
    this.mined = mined;
    this.all = all;
  }

  /** The distribution of each score. */
  List<Distribution> distributions(ExperimentSettings settings) {
    List<Row> rows =
        ofFirstImages()
            .sort("image_id", "token_index")
            .limit(MOST_TOKENS)
            .select("top1_probability", "region_divergence", "global_divergence")
            .collectAsList();
    return List.of(
        Distribution.of(
            "Top-1 probability",
            "probability",
            "How sure the model is of its word when it sees the token alone.",
            samples(rows, row -> value(row, "top1_probability")),
            AxisScale.LINEAR,
            OptionalDouble.of(settings.maxTop1Probability())),
        Distribution.of(
            "Region divergence",
            "nats",
            "How much the answer about the region changes without the token.",
            samples(rows, row -> value(row, "region_divergence")),
            AxisScale.LOG,
            OptionalDouble.empty()),
        Distribution.of(
            "Global divergence",
            "nats",
            "How much the answer about the image changes without the region.",
            samples(rows, row -> value(row, "global_divergence")),
            AxisScale.LOG,
            OptionalDouble.empty()),
        Distribution.of(
            "Combined divergence",
            "nats",
            "The weighted sum that is compared with the threshold.",
            samples(
                rows,
                row ->
                    settings.combined(
                        value(row, "region_divergence"), value(row, "global_divergence"))),
            AxisScale.LOG,
            OptionalDouble.of(settings.maxDivergence())));
  }

  /**
   * The experiments of the images whose ids come first, as many as have {@link #MOST_TOKENS}. With
   * all of them, each task would keep so many tokens to sort them, and send them to the driver.
   */
  private Dataset<Row> ofFirstImages() {
    if (all.tokens() <= MOST_TOKENS) {
      return experiments;
    }
    // Every image has the same number of probed tokens.
    int images = Math.toIntExact(1 + (MOST_TOKENS * all.images() - 1) / all.tokens());
    Row last = mined.select("image_id").sort("image_id").limit(images).agg(max("image_id")).head();
    return experiments.filter(col("image_id").leq(last.getString(0)));
  }

  /**
   * The most frequent words that the model says for single tokens.
   *
   * @param decode gives the text of a token id
   */
  List<Word> words(LongFunction<String> decode) {
    return experiments
        .filter(col("top1_token").isNotNull())
        .groupBy("top1_token")
        .agg(
            count(lit(1)).as("tokens"),
            sum(col("redundant").cast("long")).as("redundant"),
            sum(round(col("top1_probability").divide(UNIT)).cast("long")).as("units"))
        .sort(desc("tokens"), col("top1_token"))
        .limit(MOST_WORDS)
        .collectAsList()
        .stream()
        .map(
            row ->
                new Word(
                    decode.apply(row.<Integer>getAs("top1_token")),
                    row.getAs("tokens"),
                    row.getAs("redundant"),
                    row.<Long>getAs("units") * UNIT / row.<Long>getAs("tokens")))
        .toList();
  }

  private static double[] samples(List<Row> rows, ToDoubleFunction<Row> value) {
    return rows.stream().mapToDouble(value).toArray();
  }

  /** The score; NaN if the token did not reach the stage that computes it. */
  private static double value(Row row, String column) {
    Double score = row.getAs(column);
    return score == null ? Double.NaN : score;
  }
}
