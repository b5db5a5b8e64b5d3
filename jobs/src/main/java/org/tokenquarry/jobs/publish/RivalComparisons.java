package org.tokenquarry.jobs.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.prune.RandomPruner;

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
    Stream<Rival> random =
        Stream.of(
            new Rival(
                RandomPruner.NAME,
                "random tokens",
                "random",
                "publish.notWorseThanRandom",
                "Run evaluate again, with random among evaluate.pruners."));
    Stream<Rival> versions =
        published.stream()
            .map(
                v ->
                    new Rival(
                        MetricNames.ofVersion(pruner, v.version()),
                        "the published version " + v.version(),
                        "published",
                        "publish.notWorseThanPublished",
                        "Run evaluate again, which asks about the published version, too."));
    return Stream.concat(
        settings.notWorseThanRandom() ? random : Stream.empty(),
        settings.notWorseThanPublished() ? versions : Stream.empty());
  }

  /** The candidate loses if the whole interval of its difference to the rival lies below 0. */
  private void compare(String pruner, Rival rival, JudgedMetrics metrics, List<Problem> problems) {
    List<JudgedMetrics.Metric> differences =
        metrics.of(pruner, MetricNames.differenceTo(rival.pruner()));
    if (differences.isEmpty()) {
      if (mustBeCompared(rival)) {
        problems.add(notCompared(pruner, rival, metrics));
      }
      return;
    }
    differences.stream()
        .filter(difference -> difference.reached().high() < 0)
        .findFirst()
        .ifPresent(difference -> problems.add(worse(rival, difference, metrics)));
  }

  /**
   * Whether a missing comparison is a problem. A version that was published before has passed the
   * gate already, and its metrics are older than the version that is published now. If a new
   * comparison were needed, nobody could go back to it at once.
   */
  private boolean mustBeCompared(Rival rival) {
    return candidate.publishedAt() == null || rival.pruner().equals(RandomPruner.NAME);
  }

  private static Problem notCompared(String pruner, Rival rival, JudgedMetrics metrics) {
    return new Problem(
        "not-compared-with-" + rival.code(),
        "With %s version %d was not compared with %s on %s, which %s asks for."
            .formatted(
                pruner, metrics.version(), rival.words(), metrics.set().name(), rival.setting()),
        rival.remedy());
  }

  private Problem worse(Rival rival, JudgedMetrics.Metric difference, JudgedMetrics metrics) {
    return new Problem(
        "worse-than-" + rival.code(),
        String.format(
            Locale.ROOT,
            "At %.0f %% kept the accuracy of %s exceeds that of version %d with %s by %.4f (95 %%"
                + " interval %.4f to %.4f) on %s; %s refuses that.",
            100 * difference.keep(),
            rival.words(),
            metrics.version(),
            difference.pruner(),
            -difference.reached().value(),
            -difference.reached().high(),
            -difference.reached().low(),
            metrics.set().name(),
            rival.setting()),
        candidate.publishedAt() == null
            ? "Mine more images or calibrate again."
            : "To go back to this version all the same, set " + rival.setting() + "=false.");
  }

  /**
   * What a version must not be worse than.
   *
   * @param pruner its name in the table {@code evaluations}
   * @param words its name in messages
   * @param code its name in error codes
   * @param setting the setting that asks for the comparison
   * @param remedy what to do if the comparison is missing
   */
  private record Rival(String pruner, String words, String code, String setting, String remedy) {}
}
