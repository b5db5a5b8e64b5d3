package org.tokenquarry.jobs.report.page;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import org.tokenquarry.jobs.report.chart.NumberText;

/** The sentence at the top of the page that says how well a codebook does. */
final class Headline {

  /** The sentence is about this share of kept tokens, or the nearest one that was measured. */
  private static final double PREFERRED = 0.2;

  private Headline() {}

  /** The sentence about the first evaluation; empty if nothing was evaluated. */
  static String of(ReportModel model) {
    return model.evaluations().stream()
        .findFirst()
        .flatMap(
            evaluation ->
                evaluation.keeps().stream()
                    .min(Comparator.comparingDouble(keep -> Math.abs(keep - PREFERRED)))
                    .flatMap(keep -> sentence(evaluation, keep)))
        .orElse("");
  }

  private static Optional<String> sentence(Evaluation evaluation, double keep) {
    return best(evaluation, keep, Evaluation.Series::usesCodebook)
        .map(
            own ->
                "With %s of the visual tokens kept, “%s” reaches %s of the unpruned %s on %s%s."
                    .formatted(
                        NumberText.shortPercent(keep),
                        own.pruner(),
                        relative(own, keep),
                        evaluation.measure(),
                        evaluation.questionSet(),
                        best(evaluation, keep, s -> !s.usesCodebook())
                            .map(
                                other ->
                                    "; the best other pruner, “%s”, reaches %s"
                                        .formatted(other.pruner(), relative(other, keep)))
                            .orElse("")));
  }

  private static String relative(Evaluation.Series series, double keep) {
    return NumberText.percent(series.at(keep).orElseThrow().relative());
  }

  private static Optional<Evaluation.Series> best(
      Evaluation evaluation, double keep, Predicate<Evaluation.Series> wanted) {
    return evaluation.series().stream()
        .filter(wanted)
        .filter(s -> s.at(keep).isPresent())
        .max(Comparator.comparingDouble(s -> s.at(keep).orElseThrow().relative()));
  }
}
