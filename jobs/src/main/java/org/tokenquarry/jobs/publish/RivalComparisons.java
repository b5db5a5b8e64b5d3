package org.tokenquarry.jobs.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.MetricNames;

/** Compares a version with random tokens and with the published version. */
final class RivalComparisons {

  private final PublishSettings settings;
  private final CodebookVersion candidate;
  private final Optional<CodebookVersion> published;

  /**
   * Prepares the comparisons.
   *
   * @param published the published version, if there is another
   */
  RivalComparisons(
      PublishSettings settings, CodebookVersion candidate, Optional<CodebookVersion> published) {
    this.settings = settings;
    this.candidate = candidate;
    this.published = published;
  }

  /** One problem for each comparison that is missing or that the version loses. */
  List<Problem> problems(JudgedMetrics metrics) {
    List<Problem> problems = new ArrayList<>();
    for (String pruner : settings.pruners()) {
      // The floors report what was not evaluated at all.
      if (!metrics.of(pruner, MetricNames.ACCURACY).isEmpty()) {
        rivals(pruner).forEach(rival -> compare(pruner, rival, metrics, problems));
      }
    }
    return problems;
  }

  private Stream<Rival> rivals(String pruner) {
    return Stream.concat(
        settings.notWorseThanRandom() ? Stream.of(Rival.random()) : Stream.empty(),
        settings.notWorseThanPublished()
            ? published.stream().map(version -> Rival.published(version, pruner))
            : Stream.empty());
  }

  /** The candidate loses if the whole interval of its difference to the rival lies below 0. */
  private void compare(String pruner, Rival rival, JudgedMetrics metrics, List<Problem> problems) {
    List<JudgedMetrics.Metric> differences =
        metrics.of(pruner, MetricNames.differenceTo(rival.pruner()));
    if (differences.isEmpty()) {
      if (mustBeCompared(rival)) {
        problems.add(GateRefusals.notCompared(metrics, pruner, rival));
      }
      return;
    }
    differences.stream()
        .filter(difference -> difference.reached().high() < 0)
        .findFirst()
        .ifPresent(
            difference -> problems.add(GateRefusals.worse(metrics, difference, rival, candidate)));
  }

  /**
   * Whether a missing comparison is a problem. A version that was published before has passed the
   * gate already, and its metrics are older than the version that is published now. If a new
   * comparison were needed, nobody could go back to it at once.
   */
  private boolean mustBeCompared(Rival rival) {
    return candidate.publishedAt() == null || rival.isRandom();
  }
}
