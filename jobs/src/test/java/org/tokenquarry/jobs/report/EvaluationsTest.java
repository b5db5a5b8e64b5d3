package org.tokenquarry.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.report.page.Evaluation;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.task.AskQuestions;

class EvaluationsTest {

  @Test
  void metricsOfOnePointAreBroughtTogether() {
    Evaluation evaluation =
        Evaluations.of(
                List.of(
                    row(AskQuestions.UNPRUNED, 1, MetricNames.ACCURACY, 0.8),
                    row(AskQuestions.UNPRUNED, 1, MetricNames.IMAGES, 12),
                    row("codebook", 0.2, MetricNames.FLOPS_SAVED, 0.7),
                    row("codebook", 0.2, MetricNames.ACCURACY, 0.6),
                    row("codebook", 0.2, MetricNames.FIDELITY_JSD, 0.05),
                    row("codebook", 0.2, MetricNames.TOKENS, 29),
                    row("codebook", 0.2, MetricNames.correctedDifferenceTo("random"), 0.2),
                    row("codebook", 0.2, MetricNames.CHANGE, -0.2),
                    row(AskQuestions.UNPRUNED, 1, MetricNames.COMPARISONS, 7),
                    row(MetricNames.ANY_PRUNER, 1, MetricNames.PREFILL_SECONDS, 0.4),
                    row(MetricNames.ANY_PRUNER, 0.2, MetricNames.PREFILL_SECONDS, 0.1)))
            .get(0);
    assertThat(evaluation.questionSet()).isEqualTo("all questions");
    assertThat(evaluation.measure()).isEqualTo("accuracy");
    assertThat(evaluation.images()).isEqualTo(12);
    Evaluation.Point point = evaluation.series().get(0).at(0.2).orElseThrow();
    assertThat(point.relative()).isEqualTo(0.6 / 0.8);
    assertThat(point.detail())
        .isEqualTo(
            new Evaluation.Detail(
                OptionalDouble.of(0.05),
                OptionalDouble.empty(),
                OptionalDouble.of(0.7),
                OptionalDouble.of(29),
                Optional.of(new Evaluation.Difference(0.2, 0.1, 0.2 + 0.1, "ahead")),
                Optional.of(new Evaluation.Difference(-0.2, -0.2 - 0.1, -0.2 + 0.1, "behind"))));
    assertThat(evaluation.series()).as("times are no pruner's").hasSize(1);
    assertThat(evaluation.compared().reference()).isEqualTo("random");
    assertThat(evaluation.compared().comparisons()).isEqualTo(7);
    assertThat(evaluation.compared().timed()).containsExactly(0.2);
    assertThat(evaluation.compared().saved(0.2)).isEqualTo(1 - 0.1 / 0.4);
  }

  @Test
  void questionsWithoutAnswersAreJudgedByAgreement() {
    Evaluation evaluation =
        Evaluations.of(
                List.of(
                    row(AskQuestions.UNPRUNED, 1, MetricNames.FIDELITY_TOP1, 1),
                    row("random", 0.2, MetricNames.FIDELITY_TOP1, 0.9)))
            .get(0);
    assertThat(evaluation.measure()).isEqualTo("agreement");
    assertThat(evaluation.unpruned()).isEqualTo(1);
    assertThat(evaluation.series().get(0).at(0.2).orElseThrow().accuracy()).isEqualTo(0.9);
  }

  @Test
  void setsAreCalledByTheirNames() {
    assertThat(Evaluations.shown("all#01234567")).isEqualTo("all questions");
    assertThat(Evaluations.shown("small#01234567")).isEqualTo("set “small”");
  }

  private static Row row(String pruner, double keep, String metric, double value) {
    Object[] values = {
      1L, pruner, keep, "all#01234567", metric, value, value - 0.1, value + 0.1, 99L
    };
    return new GenericRowWithSchema(values, Tables.EVALUATIONS.schema());
  }
}
