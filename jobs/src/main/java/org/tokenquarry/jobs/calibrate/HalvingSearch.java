package org.tokenquarry.jobs.calibrate;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.question.QuestionSet;
import org.tokenquarry.jobs.table.MetricNames;

/**
 * Successive halving (Jamieson and Talwalkar 2016): all trials on few images, the best of them on
 * more, and so on. A trial is never asked the same question twice.
 *
 * <p>Trials are ranked by the accuracy relative to the unpruned model, averaged over the keep
 * ratios. Of equal trials the one listed first wins. Images come in the order of their ids.
 */
final class HalvingSearch {

  private final JobContext context;
  private final SearchSettings settings;

  /** Prepares a search; {@code calibrate.search.questions} must be set. */
  HalvingSearch(JobContext context) {
    this.context = context;
    this.settings = context.settings().calibrate().search();
  }

  /**
   * Runs the rungs until one trial is left or all images were asked about.
   *
   * @param sample in the order image id, token
   * @throws UserException if no trial leaves a prototype
   */
  SearchSummary run(List<SampledToken> sample, List<Trial> trials) {
    QuestionSet questions =
        QuestionSet.read(
            context.spark(),
            settings.questionsFile().orElseThrow(),
            context.settings().evaluate().scoring());
    ClusterSettings cluster = context.settings().cluster();
    List<Contestant> left =
        Contestant.of(trials, new TrialCodebooks(sample, cluster), settings.keeps());
    if (left.isEmpty()) {
      throw CalibrateErrors.everyCodebookEmpty(trials.size());
    }
    int empty = trials.size() - left.size();
    List<Rung> rungs = new ArrayList<>();
    Validation validation = new Validation(context, questions);
    List<String> images = List.copyOf(questions.byImage().keySet());
    int asked = 0;
    int next = settings.images();
    while (true) {
      int until = Math.min(next, images.size());
      validation.ask(left, images.subList(asked, until));
      asked = until;
      left = left.stream().sorted(Contestant.BEST_FIRST).toList();
      rungs.add(rung(asked, left));
      if (left.size() == 1 || asked == images.size()) {
        return summary(questions, trials.size(), empty, rungs, left.get(0));
      }
      left = left.subList(0, (left.size() + settings.keepOneOf() - 1) / settings.keepOneOf());
      next *= settings.keepOneOf();
    }
  }

  private static Rung rung(int images, List<Contestant> bestFirst) {
    int count = bestFirst.size();
    return new Rung(
        images,
        count,
        bestFirst.get(0).meanRelative(),
        bestFirst.get(count / 2).meanRelative(),
        bestFirst.get(count - 1).meanRelative());
  }

  private SearchSummary summary(
      QuestionSet questions, int trials, int empty, List<Rung> rungs, Contestant best) {
    SettingsDigest digest = best.trial().digest(context.experiment(), context.settings().cluster());
    return new SearchSummary(
        MetricNames.questionSet(MetricNames.ALL, questions.digest()),
        trials,
        empty,
        List.copyOf(rungs),
        settings.keeps().stream()
            .map(keep -> new SearchSummary.AtKeep(keep, best.relative(keep)))
            .toList(),
        best.prototypes().count(),
        best.trial().conf(),
        digest.hex());
  }
}
