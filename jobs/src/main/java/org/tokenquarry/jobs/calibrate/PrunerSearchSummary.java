package org.tokenquarry.jobs.calibrate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.prune.NotCompared;
import org.tokenquarry.prune.RandomPruner;
import org.tokenquarry.prune.RedundancyScore;

/**
 * Constants of pruners that were chosen on validation questions.
 *
 * @param questionSet the questions, with the beginning of their digest
 * @param images that they are about
 * @param trials most trials that a method had
 * @param pruners what was found for each method
 * @param notSearched methods that the model could not be asked with, and why
 * @param settings the pruners to evaluate, for a file for {@code --conf}
 */
public record PrunerSearchSummary(
    String questionSet,
    int images,
    int trials,
    List<TunedPruner> pruners,
    List<NotCompared> notSearched,
    String settings)
    implements Summary {

  /**
   * The published and the chosen form of each method, behind the pruners that no evaluation should
   * lack.
   *
   * @param own the pruner that codebooks are searched with
   */
  static String conf(String own, List<TunedPruner> pruners) {
    String forms =
        Stream.concat(
                Stream.of(RedundancyScore.LARGEST_COSINE.pruner(), own, RandomPruner.NAME),
                pruners.stream().flatMap(each -> each.forms().stream()))
            .distinct()
            .map(form -> "  \"" + form + "\"\n")
            .collect(Collectors.joining());
    return "evaluate.pruners = [\n" + forms + "]";
  }

  @Override
  public String text() {
    Stream<String> head =
        Stream.of(
            String.format(
                Locale.ROOT,
                "constants of %d pruners, up to %d trials each, on %s about %d images:",
                pruners.size(),
                trials,
                questionSet,
                images));
    Stream<String> missing =
        notSearched.stream().map(each -> "not searched: " + each.name() + ". " + each.reason());
    return Stream.of(head, pruners.stream().map(TunedPruner::text), missing, Stream.of(settings))
        .flatMap(lines -> lines)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
