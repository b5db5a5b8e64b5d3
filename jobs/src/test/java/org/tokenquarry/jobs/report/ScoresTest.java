package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.FirstTokenRule;
import org.tokenquarry.experiment.MinedView;
import org.tokenquarry.experiment.ProbeRule;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.report.chart.Histogram;
import org.tokenquarry.jobs.report.page.ReportModel.Word;
import org.tokenquarry.jobs.table.Funnel;

/** Scores of 1,000 tokens of each of 250 images: more than a histogram counts. */
class ScoresTest {

  private static final int IMAGES = 250;

  private final Dataset<Row> experiments =
      LocalSpark.session()
          .range(IMAGES * 1000L)
          .selectExpr(
              "lpad(cast(id div 1000 as string), 3, '0') as image_id",
              "cast(id % 1000 as int) as token_index",
              "if(id < 200000, 0.1, 0.9) + (id % 97) / 1000 as top1_probability",
              "cast(id % 3 as int) as top1_token",
              "cast(null as double) as region_divergence",
              "cast(null as double) as global_divergence",
              "id % 2 = 0 as redundant");

  private final Dataset<Row> mined =
      experiments.groupBy("image_id").agg(count(lit(1)).cast("int").as("tokens"));

  @Test
  void aHistogramCountsTheFirstImages() {
    Histogram histogram = scores(experiments).distributions(settings()).get(0).histogram();

    assertThat(histogram.measured()).isEqualTo(200_000);
    assertThat(histogram.below(0.5)).as("those of the first 200 images").isEqualTo(200_000);
  }

  @Test
  void partitionsDoNotChangeAWord() {
    List<Word> words = scores(experiments.repartition(3)).words(Long::toString);

    assertThat(scores(experiments.repartition(7)).words(Long::toString)).isEqualTo(words);
    assertThat(words).hasSize(3);
    double mean =
        experiments
            .filter(col("top1_token").equalTo(0))
            .selectExpr("avg(top1_probability)")
            .head()
            .getDouble(0);
    assertThat(words.get(0).text()).isEqualTo("0");
    assertThat(words.get(0).meanProbability()).isCloseTo(mean, within(1e-9));
  }

  private Scores scores(Dataset<Row> rows) {
    return new Scores(rows, mined, new Funnel(IMAGES, IMAGES * 1000L, 1, List.of()));
  }

  private static ExperimentSettings settings() {
    return new ExperimentSettings(
        ProbeRule.ALL,
        3,
        50,
        10,
        DivergenceForm.OFFICIAL_CODE,
        FirstTokenRule.FIRST,
        1,
        16,
        0.5,
        2e-3,
        null,
        MinedView.BASE);
  }
}
