package org.tokenquarry.jobs.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.FigureNames;
import org.tokenquarry.prune.RandomPruner;

/** Holds a version against random tokens and against the published version. */
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

  /** Every comparison that is missing or lost. */
  List<Problem> problems(JudgedFigures figures) {
    List<Problem> problems = new ArrayList<>();
    for (String pruner : settings.pruners()) {
      // What was not evaluated at all is told by the floors.
      if (!figures.of(pruner, FigureNames.ACCURACY).isEmpty()) {
        rivals(pruner).forEach(rival -> compare(pruner, rival, figures, problems));
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
                        FigureNames.ofVersion(pruner, v.version()),
                        "the published version " + v.version(),
                        "published",
                        "publish.notWorseThanPublished",
                        "Run evaluate again, which asks about the published version, too."));
    return Stream.concat(
        settings.notWorseThanRandom() ? random : Stream.empty(),
        settings.notWorseThanPublished() ? versions : Stream.empty());
  }

  /** We are worse beyond the interval where our difference to the rival lies below 0. */
  private void compare(String pruner, Rival rival, JudgedFigures figures, List<Problem> problems) {
    List<JudgedFigures.Figure> differences =
        figures.of(pruner, FigureNames.differenceTo(rival.pruner()));
    if (differences.isEmpty()) {
      if (mustBeCompared(rival)) {
        problems.add(notCompared(pruner, rival, figures));
      }
      return;
    }
    differences.stream()
        .filter(difference -> difference.high() < 0)
        .findFirst()
        .ifPresent(difference -> problems.add(worse(rival, difference, figures)));
  }

  /**
   * A version that was published before passed the gate before, with figures that are older than
   * the version published now. To ask for new ones would forbid to go back to it at once.
   */
  private boolean mustBeCompared(Rival rival) {
    return candidate.publishedAt() == null || rival.pruner().equals(RandomPruner.NAME);
  }

  private static Problem notCompared(String pruner, Rival rival, JudgedFigures figures) {
    return new Problem(
        "not-compared-with-" + rival.code(),
        "With %s version %d was not compared with %s on %s, which %s asks for."
            .formatted(
                pruner, figures.version(), rival.words(), figures.set().name(), rival.setting()),
        rival.remedy());
  }

  private Problem worse(Rival rival, JudgedFigures.Figure difference, JudgedFigures figures) {
    return new Problem(
        "worse-than-" + rival.code(),
        String.format(
            Locale.ROOT,
            "At %.0f %% kept the accuracy of %s exceeds that of version %d with %s by %.4f (95 %%"
                + " interval %.4f to %.4f) on %s; %s refuses that.",
            100 * difference.keep(),
            rival.words(),
            figures.version(),
            difference.pruner(),
            -difference.value(),
            -difference.high(),
            -difference.low(),
            figures.set().name(),
            rival.setting()),
        candidate.publishedAt() == null
            ? "Mine more images or calibrate again."
            : "To go back to this version all the same, set " + rival.setting() + "=false.");
  }

  /**
   * Whom a version must not be worse than.
   *
   * @param pruner its row
   * @param words the same for people
   * @param code the same in codes of problems
   * @param setting that asks for it
   * @param remedy where it was not compared
   */
  private record Rival(String pruner, String words, String code, String setting, String remedy) {}
}
