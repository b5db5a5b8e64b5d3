package org.tokenquarry.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.jobs.table.Standing;
import org.tokenquarry.task.AskQuestions;

class MetricCalculatorTest {

  private static final double[] NO_YES = {0, 0, 0, 0};
  private static final Comparisons COMPARISONS =
      new Comparisons("codebook", Map.of("codebook", List.of("better", "absent")));

  @Test
  void seedsAreAveragedAndSetsAreKeptApart() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("a", AskQuestions.UNPRUNED, 1, "one", 4, 4, NO_YES));
    rows.add(row("a", AskQuestions.UNPRUNED, 1, "two", 2, 1, NO_YES));
    rows.add(row("a", "random", 0.5, "one", 4, 3, NO_YES));
    rows.add(row("a", "random", 0.5, "two", 2, 0, NO_YES));
    rows.add(row("a", "random", 0.5, "one", 4, 1, NO_YES));
    rows.add(row("a", "random", 0.5, "two", 2, 2, NO_YES));
    MetricCalculator metrics = metrics(rows);

    assertThat(metrics.sets()).containsExactly("all", "one", "two");
    assertThat(value(metrics, "all", "random", MetricNames.ACCURACY)).isEqualTo(0.5);
    assertThat(value(metrics, "one", "random", MetricNames.ACCURACY)).isEqualTo(0.5);
    assertThat(value(metrics, "all", "random", MetricNames.RELATIVE))
        .isCloseTo(0.5 / (5 / 6.0), within(1e-12));
    assertThat(value(metrics, "all", "random", MetricNames.DIFFERENCE))
        .as("the reference was not asked")
        .isNull();
    assertThat(value(metrics, "all", "random", MetricNames.FLOPS_SAVED)).isEqualTo(0.5);
    assertThat(value(metrics, "all", "random", MetricNames.TOKENS)).isEqualTo(4);
  }

  @Test
  void aDifferenceIsPairedByImage() {
    List<Row> rows = new ArrayList<>();
    for (int image = 0; image < 40; image++) {
      String id = "image-%02d".formatted(image);
      int right = image % 5;
      rows.add(row(id, AskQuestions.UNPRUNED, 1, "all", 5, 5, NO_YES));
      rows.add(row(id, "codebook", 0.2, "all", 5, right, NO_YES));
      rows.add(row(id, "better", 0.2, "all", 5, right + 1, NO_YES));
    }

    MetricValue difference =
        of(metrics(rows), "all", "better").values().get(MetricNames.DIFFERENCE);
    MetricValue accuracy = of(metrics(rows), "all", "better").values().get(MetricNames.ACCURACY);

    assertThat(difference.value()).isCloseTo(0.2, within(1e-12));
    assertThat(difference.low()).isCloseTo(0.2, within(1e-12));
    assertThat(difference.high()).isCloseTo(0.2, within(1e-12));
    assertThat(accuracy.high() - accuracy.low()).as("images differ").isGreaterThan(0.1);
    assertThat(accuracy.value()).isBetween(accuracy.low(), accuracy.high());
    assertThat(of(metrics(rows), "all", "codebook").values())
        .doesNotContainKey(MetricNames.DIFFERENCE);
    MetricValue rival =
        of(metrics(rows), "all", "codebook").values().get(MetricNames.differenceTo("better"));
    assertThat(rival.value())
        .as("the same difference with the other sign")
        .isCloseTo(-0.2, within(1e-12));
    assertThat(rival.high()).isCloseTo(-0.2, within(1e-12));
    assertThat(of(metrics(rows), "all", "codebook").values())
        .doesNotContainKey(MetricNames.differenceTo("absent"));
  }

  @Test
  void manyComparisonsMakeWiderIntervals() {
    List<Row> rows = new ArrayList<>();
    for (int image = 0; image < 40; image++) {
      String id = "image-%02d".formatted(image);
      rows.add(row(id, AskQuestions.UNPRUNED, 1, "all", 5, 5, NO_YES));
      rows.add(row(id, "codebook", 0.2, "all", 5, 2, NO_YES));
      rows.add(row(id, "better", 0.2, "all", 5, 3 + image % 2, NO_YES));
      // Ahead by so little that one comparison would tell them apart and 24 do not.
      rows.add(row(id, "close", 0.2, "all", 5, image % 4 == 0 ? 4 : image % 4, NO_YES));
      for (int other = 0; other < 22; other++) {
        rows.add(row(id, "other-" + other, 0.2, "all", 5, image % 5, NO_YES));
      }
      rows.add(row(id, "not-compared", 0.1, "all", 5, 3, NO_YES));
    }
    MetricCalculator metrics = metrics(rows);
    String corrected = MetricNames.correctedDifferenceTo("codebook");

    assertThat(value(metrics, "all", AskQuestions.UNPRUNED, MetricNames.COMPARISONS)).isEqualTo(24);
    assertThat(Standing.of(of(metrics, "all", "better").values().get(corrected)))
        .isEqualTo(Standing.AHEAD);
    MetricValue alone = of(metrics, "all", "close").values().get(MetricNames.DIFFERENCE);
    MetricValue together = of(metrics, "all", "close").values().get(corrected);
    assertThat(together.value()).isEqualTo(alone.value());
    assertThat(together.low()).isLessThan(alone.low());
    assertThat(together.high()).isGreaterThan(alone.high());
    assertThat(Standing.of(together)).isEqualTo(Standing.NOT_TOLD_APART);
    assertThat(of(metrics, "all", "codebook").values()).doesNotContainKey(corrected);
    assertThat(of(metrics, "all", "not-compared").values()).doesNotContainKey(corrected);
    assertThat(MetricNames.referenceOf(corrected)).contains("codebook");
    assertThat(MetricNames.referenceOf(MetricNames.differenceTo("random"))).isEmpty();
    assertThat(MetricNames.needsAnswers(corrected)).isTrue();
  }

  @Test
  void whatIsNotScoredOnAllQuestionsHasNoAccuracy() {
    List<Row> rows = new ArrayList<>();
    for (String image : List.of("a", "b")) {
      rows.add(row(image, AskQuestions.UNPRUNED, 1, "one", 4, 4, NO_YES));
      rows.add(row(image, AskQuestions.UNPRUNED, 1, "text", 2, 1, NO_YES));
      rows.add(row(image, "codebook", 0.5, "one", 4, 3, NO_YES));
      rows.add(row(image, "codebook", 0.5, "text", 2, 1, NO_YES));
      rows.add(row(image, "first-token-only", 0.5, "one", 4, 4, NO_YES));
      rows.add(row(image, "first-token-only", 0.5, "text", 2, 0, 0, NO_YES));
    }
    MetricCalculator metrics = metrics(rows);
    assertThat(of(metrics, "all", "first-token-only").values())
        .containsKeys(MetricNames.FIDELITY_JSD, MetricNames.TOKENS)
        .doesNotContainKeys(MetricNames.ACCURACY, MetricNames.RELATIVE, MetricNames.DIFFERENCE);
    assertThat(value(metrics, "one", "first-token-only", MetricNames.DIFFERENCE))
        .as("all of this set are scored")
        .isEqualTo(0.25);
    assertThat(value(metrics, "one", AskQuestions.UNPRUNED, MetricNames.COMPARISONS)).isEqualTo(1);
    assertThat(value(metrics, "all", AskQuestions.UNPRUNED, MetricNames.COMPARISONS)).isNull();
  }

  @Test
  void standingsFollowTheInterval() {
    assertThat(Standing.of(new MetricValue(-1, -2, -0.5)).words()).isEqualTo("behind");
    assertThat(Standing.of(new MetricValue(0, 0, 0)).words()).isEqualTo("not told apart");
  }

  @Test
  void oneComparisonNeedsNoCorrection() {
    List<double[]> images = new ArrayList<>();
    for (int image = 0; image < 30; image++) {
      images.add(new double[] {image % 7});
    }
    List<ToDoubleFunction<double[]>> one = List.of(sums -> sums[0]);
    Bootstrap bootstrap = new Bootstrap(1000, 1);
    assertThat(bootstrap.simultaneous(images, List.of(one)))
        .containsExactly(bootstrap.intervals(images, one));
    List<ToDoubleFunction<double[]>> two = List.of(one.get(0), one.get(0));
    double ofTwo = bootstrap.simultaneous(images, List.of(two)).get(0).get(1).high();
    assertThat(ofTwo).isGreaterThan(bootstrap.intervals(images, one).get(0).high());
    Bootstrap ofTwoTables = new Bootstrap(1000, 2);
    assertThat(ofTwoTables.simultaneous(images, List.of(one)).get(0).get(0).high())
        .as("one comparison in each of two tables is as two in one")
        .isEqualTo(ofTwo);
    assertThat(ofTwoTables.counted(3)).isEqualTo(6);
  }

  @Test
  void familiesAreCorrectedOnTheirOwn() {
    List<double[]> images = new ArrayList<>();
    for (int image = 0; image < 30; image++) {
      images.add(new double[] {image % 7});
    }
    ToDoubleFunction<double[]> sum = sums -> sums[0];
    List<List<Bootstrap.Interval>> intervals =
        new Bootstrap(20_000, 1)
            .simultaneous(images, List.of(List.of(sum), List.of(sum, sum, sum, sum)));
    assertThat(intervals.get(0).get(0).high()).isLessThan(intervals.get(1).get(0).high());
    assertThat(intervals.get(1)).hasSize(4).containsOnly(intervals.get(1).get(0));
  }

  @Test
  void aLossAgainstAllTokensIsCorrectedToo() {
    List<Row> rows = new ArrayList<>();
    for (int image = 0; image < 40; image++) {
      String id = "image-%02d".formatted(image);
      rows.add(row(id, AskQuestions.UNPRUNED, 1, "all", 5, 4, NO_YES));
      rows.add(row(id, "codebook", 0.2, "all", 5, 4, NO_YES));
      rows.add(row(id, "loses", 0.2, "all", 5, 2 + image % 2, NO_YES));
    }
    MetricCalculator metrics = metrics(rows);
    MetricValue none = of(metrics, "all", "codebook").values().get(MetricNames.CHANGE);
    assertThat(none).isEqualTo(new MetricValue(0, 0, 0));
    MetricValue loss = of(metrics, "all", "loses").values().get(MetricNames.CHANGE);
    assertThat(loss.value()).isCloseTo(-0.3, within(1e-12));
    assertThat(Standing.of(loss)).isEqualTo(Standing.BEHIND);
    assertThat(of(metrics, "all", AskQuestions.UNPRUNED).values())
        .doesNotContainKey(MetricNames.CHANGE);
    assertThat(MetricNames.needsAnswers(MetricNames.CHANGE)).isTrue();
  }

  @Test
  void fOneComesFromYesAnswers() {
    List<Row> rows =
        List.of(
            row("a", AskQuestions.UNPRUNED, 1, "pope", 10, 7, new double[] {3, 1, 2, 4}),
            row("a", "codebook", 0.2, "pope", 10, 10, NO_YES));
    assertThat(value(metrics(rows), "all", AskQuestions.UNPRUNED, MetricNames.F1))
        .isCloseTo(6 / 9.0, within(1e-12));
    assertThat(value(metrics(rows), "all", "codebook", MetricNames.F1)).isNull();
    assertThat(value(metrics(rows), "all", AskQuestions.UNPRUNED, MetricNames.WRONG_YES))
        .as("of five questions to answer with no")
        .isEqualTo(0.2);
    assertThat(value(metrics(rows), "all", "codebook", MetricNames.WRONG_YES)).isNull();
  }

  @Test
  void anImageWithoutTheMetricIsLeftOutOfTheDraws() {
    Bootstrap.Interval interval =
        new Bootstrap(200, 1)
            .intervals(
                List.of(new double[] {0, 0}, new double[] {1, 2}),
                List.of(sums -> sums[1] == 0 ? Double.NaN : sums[0] / sums[1]))
            .get(0);
    assertThat(interval).isEqualTo(new Bootstrap.Interval(0.5, 0.5));
    assertThat(
            new Bootstrap(5, 1)
                .intervals(List.of(new double[] {0}), List.of(sums -> Double.NaN))
                .get(0)
                .low())
        .isNaN();
  }

  private static MetricCalculator metrics(List<Row> rows) {
    return new MetricCalculator(rows, new Bootstrap(100, 1), COMPARISONS);
  }

  private static Double value(MetricCalculator metrics, String set, String pruner, String metric) {
    return of(metrics, set, pruner).value(metric);
  }

  private static PrunerMetrics of(MetricCalculator metrics, String set, String pruner) {
    return metrics.of(set).stream()
        .filter(each -> each.pruner().equals(pruner))
        .findFirst()
        .orElseThrow();
  }

  /** An answer without pruning costs twice the operations. */
  private static Row row(
      String image, String pruner, double keep, String set, int asked, int right, double[] yes) {
    return row(image, pruner, keep, set, asked, asked, right, yes);
  }

  private static Row row(
      String image,
      String pruner,
      double keep,
      String set,
      int asked,
      int scored,
      int right,
      double[] yes) {
    Object[] values = {
      image,
      pruner,
      keep,
      set,
      (double) asked,
      (double) scored,
      (double) right,
      0.1 * asked,
      (double) right,
      asked * (keep == 1 ? 10.0 : 4.0),
      asked * (keep == 1 ? 200.0 : 100.0),
      yes[0],
      yes[1],
      yes[2],
      yes[3]
    };
    return new GenericRowWithSchema(values, AskQuestions.OUTPUT);
  }
}
