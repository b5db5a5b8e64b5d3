package org.tokenquarry.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.task.PrunerNotes;

class EvaluateSummaryTest {

  private static final String CORRECTED = MetricNames.correctedDifferenceTo("codebook");

  @Test
  void differencesStandBelowTheAccuracies() {
    List<EvaluationRow> rows =
        List.of(
            row("codebook", 0.2, Map.of(MetricNames.ACCURACY, exact(0.8))),
            row("random", 0.2, compared(0.5, -0.3, -0.4, -0.2)),
            row("random", 0.1, Map.of(MetricNames.ACCURACY, exact(0.4))),
            row("vtw-searched", 0.2, compared(0.81, 0.01, -0.05, 0.07)));
    EvaluateSummary summary =
        new EvaluateSummary(
            1,
            "all#0",
            10,
            90,
            "base",
            "image",
            "compacted",
            0.9,
            "codebook",
            2,
            rows,
            List.of(),
            List.of(),
            0,
            0.0);

    assertThat(summary.text().lines())
        .containsSubsequence(
            "random                        50.0 %    40.0 %",
            "against codebook, corrected for 2 comparisons: + ahead, - behind, = not told apart",
            "random                       -30.0 -         -",
            "vtw-searched                  +1.0 =         -",
            "vtw-searched: All tokens leave at one layer, the same at every budget: see what is saved.");
    assertThat(rows.get(1).verdict()).isEqualTo("behind");
    assertThat(rows.get(1).correctedCi()).containsExactly(-0.4, -0.2);
    assertThat(rows.get(2).verdict()).isNull();
    assertThat(rows.get(3).note()).isEqualTo(PrunerNotes.of("vtw-searched").orElseThrow());
    assertThat(rows.get(1).note()).isEqualTo(PrunerNotes.PER_IMAGE);
  }

  private static Map<String, MetricValue> compared(
      double accuracy, double difference, double low, double high) {
    return Map.of(
        MetricNames.ACCURACY,
        exact(accuracy),
        MetricNames.DIFFERENCE,
        exact(difference),
        CORRECTED,
        new MetricValue(difference, low, high));
  }

  private static MetricValue exact(double value) {
    return MetricValue.exact(value);
  }

  private static EvaluationRow row(String pruner, double keep, Map<String, MetricValue> values) {
    return EvaluationRow.of(new PrunerMetrics(pruner, keep, values), "codebook", Set.of("random"));
  }
}
