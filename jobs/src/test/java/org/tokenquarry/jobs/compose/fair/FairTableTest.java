package org.tokenquarry.jobs.compose.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.calibrate.PrunerSearchSummary;
import org.tokenquarry.jobs.evaluate.EvaluateSummary;
import org.tokenquarry.jobs.evaluate.EvaluationRow;
import org.tokenquarry.jobs.evaluate.Prefill;
import org.tokenquarry.prune.NotCompared;

class FairTableTest {

  @Test
  void theBestStandsFirstAndMarksSayWhoIsAheadAndWhoLoses() {
    String table = new FairTable(List.of(trial())).markdown();

    assertThat(table)
        .startsWith("## small\n")
        .contains("40 questions about 5 images, of which the model answers 90.0 % rightly")
        .contains("corrected for 3 comparisons (1 ahead, 1 behind, 1 not told apart)")
        .contains("| pruner | 20 % | tokens | saved, % |\n|---|---|---|---|\n")
        .contains("| `better` | **103.3+** 3.0 [1.0, 5.0] | 29 | 78 |")
        .contains("| `codebook-diverse` | **100.0** | 29 | 78 |")
        .contains("| `equal` | **98.9** −1.0 [−3.0, 1.0] | 29 | 78 |")
        .contains("| `worse` | 77.8\\* −20.0 [−22.0, −18.0] | 29 | 78 |")
        .contains("| `first-token` | – | 29 | 78 |")
        .contains("Time of the decoder for a prompt: 4.00 ms with 100 % of the tokens, ")
        .contains("- `zoo-prune`: It needs keys.");
    assertThat(
            table
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> StringUtils.substringBetween(line, "`")))
        .containsExactly("better", "codebook-diverse", "equal", "worse", "first-token");
  }

  private static ModelTrial trial() {
    EvaluateSummary test =
        new EvaluateSummary(
            2,
            "all#0",
            5,
            40,
            "base",
            "image",
            "compacted",
            0.9,
            "codebook-diverse",
            3,
            List.of(
                row("first-token", null, null, "not told apart"),
                row("worse", 0.7, -0.2, "behind"),
                row("codebook-diverse", 0.9, null, null),
                row("equal", 0.89, -0.01, "not told apart"),
                row("better", 0.93, 0.03, "ahead")),
            List.of(new Prefill(1, 0.004, 0), new Prefill(0.2, 0.002, 0.5)),
            List.of(new NotCompared("zoo-prune", "before the projector", "It needs keys.")),
            1,
            null);
    PrunerSearchSummary search =
        new PrunerSearchSummary("all#1", 4, 2, List.of(), List.of(), "evaluate.pruners = []");
    return new ModelTrial("small", "d", "w", "r", 1, 2, null, search, test);
  }

  /** An interval of two points to either side, whether it is of the reference or of all tokens. */
  private static EvaluationRow row(
      String pruner, Double accuracy, Double difference, String verdict) {
    Double change = accuracy == null ? null : accuracy - 0.9;
    return new EvaluationRow(
        pruner,
        0.2,
        accuracy,
        accuracy == null ? null : accuracy / 0.9,
        null,
        null,
        null,
        difference,
        null,
        around(difference),
        accuracy == null ? null : verdict,
        change,
        around(change),
        null,
        null,
        29.0,
        0.78,
        null,
        null,
        null);
  }

  private static List<Double> around(Double value) {
    return value == null ? null : List.of(value - 0.02, value + 0.02);
  }
}
