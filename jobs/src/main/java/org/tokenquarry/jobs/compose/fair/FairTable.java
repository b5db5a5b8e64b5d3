package org.tokenquarry.jobs.compose.fair;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.evaluate.EvaluateSummary;
import org.tokenquarry.jobs.evaluate.EvaluationRow;
import org.tokenquarry.jobs.evaluate.Prefill;
import org.tokenquarry.jobs.table.Standing;

/**
 * The tests of all models in Markdown: accuracy with its difference to the reference, and what it
 * costs, a row for each pruner.
 */
final class FairTable {

  private static final String NOTHING = "–";

  private final List<ModelTrial> trials;

  FairTable(List<ModelTrial> trials) {
    this.trials = trials;
  }

  void write(Path file) throws IOException {
    TrialMemory.replace(file, markdown());
  }

  /** One section for each model. */
  String markdown() {
    return trials.stream()
        .map(trial -> section(trial, trial.test()))
        .collect(Collectors.joining("\n"));
  }

  private static String section(ModelTrial trial, EvaluateSummary test) {
    List<Double> keeps = test.rows().stream().map(EvaluationRow::keep).distinct().toList();
    List<String> pruners =
        test.rows().stream()
            .map(EvaluationRow::pruner)
            .distinct()
            .sorted(Comparator.comparingDouble((String name) -> -mean(test, name)))
            .toList();
    StringBuilder text = new StringBuilder();
    text.append("## ").append(trial.model()).append("\n\n");
    text.append(head(trial, test)).append("\n\n");
    text.append("| pruner | ");
    keeps.forEach(keep -> text.append(number(keep, 100, 0)).append(" % | "));
    text.append("tokens | saved, % |\n|---|").append("---|".repeat(keeps.size() + 2)).append('\n');
    for (String pruner : pruners) {
      List<Optional<EvaluationRow>> rows =
          keeps.stream().map(keep -> row(test, pruner, keep)).toList();
      text.append("| `").append(pruner).append("` | ");
      rows.forEach(row -> text.append(row.map(FairTable::cell).orElse(NOTHING)).append(" | "));
      text.append(each(rows, row -> number(row.tokens(), 1, 0))).append(" | ");
      text.append(each(rows, row -> number(row.flopsSaved(), 100, 0))).append(" |\n");
    }
    text.append('\n').append(prefill(test)).append('\n');
    if (!test.notCompared().isEmpty()) {
      text.append("\nNot compared:\n\n");
      test.notCompared()
          .forEach(
              each ->
                  text.append("- `")
                      .append(each.name())
                      .append("`: ")
                      .append(each.reason())
                      .append('\n'));
    }
    return text.toString();
  }

  private static String head(ModelTrial trial, EvaluateSummary test) {
    String counts =
        List.of(Standing.values()).stream()
            .map(
                standing ->
                    test.rows().stream()
                            .filter(row -> standing.words().equals(row.verdict()))
                            .count()
                        + " "
                        + standing.words())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%d questions about %d images, of which the model answers %s %% rightly with all tokens. In"
            + " %%: accuracy relative to that; then the difference to `%s` in points, with an"
            + " interval that is corrected for %d comparisons (%s). Bold: not told apart from `%s`,"
            + " or ahead of it (+). An asterisk: behind the model with all tokens, by the interval"
            + " that is corrected for all rows. `-v%d` names the codebook with settings that were"
            + " not searched; a pruner with constants in brackets is the searched form of the one"
            + " without.",
        test.questions(),
        test.images(),
        number(test.unpruned(), 100, 1),
        test.reference(),
        test.comparisons(),
        counts,
        test.reference(),
        trial.defaultVersion());
  }

  private static String prefill(EvaluateSummary test) {
    return "Time of the decoder for a prompt: "
        + test.prefill().stream().map(FairTable::time).collect(Collectors.joining(", "))
        + ".";
  }

  private static String time(Prefill prompt) {
    return String.format(
        Locale.ROOT,
        "%.2f ms with %.0f %% of the tokens",
        1000 * prompt.seconds(),
        100 * prompt.keep());
  }

  private static String cell(EvaluationRow row) {
    if (row.accuracy() == null) {
      return NOTHING;
    }
    boolean loses = row.changeCi() != null && row.changeCi().get(1) < 0;
    String accuracy = number(row.relative(), 100, 1) + (loses ? "\\*" : "");
    if (row.verdict() == null) {
      return "**" + accuracy + "**";
    }
    String difference =
        number(row.difference(), 100, 1)
            + " ["
            + number(row.correctedCi().get(0), 100, 1)
            + ", "
            + number(row.correctedCi().get(1), 100, 1)
            + "]";
    if (row.verdict().equals(Standing.BEHIND.words())) {
      return accuracy + " " + difference;
    }
    String ahead = row.verdict().equals(Standing.AHEAD.words()) ? "+" : "";
    return "**" + accuracy + ahead + "** " + difference;
  }

  /** The values at all budgets; one if they are the same. */
  private static String each(
      List<Optional<EvaluationRow>> rows, Function<EvaluationRow, String> value) {
    List<String> values = rows.stream().map(row -> row.map(value).orElse(NOTHING)).toList();
    boolean same = values.stream().distinct().count() == 1;
    return same ? values.get(0) : String.join(" / ", values);
  }

  private static Optional<EvaluationRow> row(EvaluateSummary test, String pruner, double keep) {
    return test.rows().stream()
        .filter(row -> row.pruner().equals(pruner) && row.keep() == keep)
        .findFirst();
  }

  private static double mean(EvaluateSummary test, String pruner) {
    return test.rows().stream()
        .filter(row -> row.pruner().equals(pruner))
        .mapToDouble(row -> row.accuracy() == null ? 0 : row.accuracy())
        .average()
        .orElse(0);
  }

  private static String number(Double value, double times, int digits) {
    return value == null
        ? NOTHING
        : String.format(Locale.ROOT, "%." + digits + "f", times * value).replace('-', '−');
  }
}
