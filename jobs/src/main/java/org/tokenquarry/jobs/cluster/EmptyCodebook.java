package org.tokenquarry.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.jobs.cluster.ScoreCounts.Bucket;

/**
 * Explains why a condition let no token pass: which scores each threshold met, and which setting
 * would have left some tokens.
 */
final class EmptyCodebook {

  /** Ratio of the tokens that reached the condition, and that the proposed setting lets pass. */
  private static final double LEFT = 0.1;

  private final Dataset<Row> experiments;
  private final ExperimentSettings settings;

  /**
   * Prepares the explanation.
   *
   * @param experiments of one model under {@code settings}
   */
  EmptyCodebook(Dataset<Row> experiments, ExperimentSettings settings) {
    this.experiments = experiments;
    this.settings = settings;
  }

  /**
   * Explains what happened at one condition.
   *
   * @param stage the first that let no token pass
   * @param reached how many tokens it was asked about, at least 1
   */
  UserException at(Stage stage, long reached) {
    Map<Stage, ScoreCounts> met = new EnumMap<>(Stage.class);
    thresholdsUpTo(stage).forEach(passed -> met.put(passed, counts(passed)));
    return ClusterErrors.emptyCodebook(
        "condition " + stage.code(),
        String.format(
            "none of the %d tokens that reached it passed. Scores that were met (minimum, deciles,"
                + " maximum): %s.",
            reached,
            met.entrySet().stream()
                .map(passed -> told(passed.getKey(), passed.getValue()))
                .collect(Collectors.joining("; "))),
        proposal(stage, met.get(stage))
            + " calibrate proposes thresholds for this model and these images; a first nightly into"
            + " a new warehouse finds its own where no preset and no threshold is named.");
  }

  private String told(Stage passed, ScoreCounts counts) {
    return String.format(
        Locale.ROOT, "%s = %s met %s", setting(passed), plain(asked(passed)), counts.deciles());
  }

  /** One stage for each threshold, the last included. Both divergences have one threshold. */
  private List<Stage> thresholdsUpTo(Stage last) {
    return Arrays.stream(Stage.values())
        .filter(stage -> stage.compareTo(last) <= 0)
        .filter(stage -> stage != Stage.WITHIN_IMAGE || settings.withinImage() != null)
        .filter(stage -> stage != Stage.REGION || last == Stage.REGION)
        .toList();
  }

  private static String proposal(Stage stage, ScoreCounts counts) {
    Bucket left = counts.quantile(LEFT);
    // Clusters may be as large as their bound, scores lie strictly below theirs.
    double value = stage == Stage.WITHIN_IMAGE ? left.from() : left.to();
    return String.format(
        Locale.ROOT,
        "%s=%s would leave %.0f %% of them%s.",
        setting(stage),
        plain(value),
        100 * counts.upTo(left),
        stage == Stage.GLOBAL ? "" : " to the next condition");
  }

  /** The scores of the tokens that reached a stage. */
  private ScoreCounts counts(Stage stage) {
    Object[] fromHere =
        Arrays.stream(Stage.values())
            .filter(each -> each.compareTo(stage) >= 0)
            .map(Stage::code)
            .toArray();
    return ScoreCounts.of(experiments.filter(col("stage").isin(fromHere)), score(stage));
  }

  private Column score(Stage stage) {
    Column region = col("region_divergence").multiply(lit(settings.regionWeight()));
    return switch (stage) {
      case WITHIN_IMAGE -> col("cluster_size");
      case SINGLE_TOKEN -> col("top1_probability");
      case REGION -> region;
      case GLOBAL -> region.plus(col("global_divergence").multiply(lit(settings.globalWeight())));
    };
  }

  private double asked(Stage stage) {
    return switch (stage) {
      case WITHIN_IMAGE -> settings.withinImage().maxSize();
      case SINGLE_TOKEN -> settings.maxTop1Probability();
      case REGION, GLOBAL -> settings.maxDivergence();
    };
  }

  private static String setting(Stage stage) {
    return switch (stage) {
      case WITHIN_IMAGE -> "experiment.withinImage.maxSize";
      case SINGLE_TOKEN -> "experiment.maxTop1Probability";
      case REGION, GLOBAL -> "experiment.maxDivergence";
    };
  }

  /** Short, and in a form that is valid in settings. */
  private static String plain(double value) {
    return value == Math.rint(value) && value < 1e6
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
