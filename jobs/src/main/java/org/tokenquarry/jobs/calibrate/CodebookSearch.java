package org.tokenquarry.jobs.calibrate;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.question.QuestionSet;
import org.tokenquarry.jobs.table.MetricNames;

/** Searches settings of a codebook on the validation questions. */
final class CodebookSearch {

  private final JobContext context;
  private final SearchSettings settings;

  /** Prepares a search; {@code calibrate.search.questions} must be set. */
  CodebookSearch(JobContext context) {
    this.context = context;
    this.settings = context.settings().calibrate().search();
  }

  /**
   * Searches.
   *
   * @param sample in the order image id, token
   * @throws UserException if no trial leaves a prototype
   */
  SearchSummary run(List<SampledToken> sample, List<Trial> trials) {
    QuestionSet questions = Validation.questions(context);
    List<Contestant<CodebookTrial>> contestants = contestants(sample, trials);
    if (contestants.isEmpty()) {
      throw CalibrateErrors.everyCodebookEmpty(trials.size());
    }
    Field<CodebookTrial> field = new Field<>(contestants, Field.Watched.NOTHING);
    Validation<CodebookTrial> validation =
        new Validation<>(context, questions, new CodebookTrial.Probed(settings.pruner()));
    new HalvingSearch<>(settings, validation, validation.imageIds()).run(List.of(field));
    return summary(questions, trials.size(), contestants.size(), field);
  }

  /** All trials that leave a prototype. */
  private List<Contestant<CodebookTrial>> contestants(
      List<SampledToken> sample, List<Trial> trials) {
    TrialCodebooks codebooks = new TrialCodebooks(sample, context.settings().cluster());
    List<Contestant<CodebookTrial>> contestants = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      CodebookTrial trial = new CodebookTrial(trials.get(i), codebooks.of(trials.get(i)));
      if (trial.prototypes() != null) {
        contestants.add(new Contestant<>(i, "codebook-trial-" + i, trial, settings.keeps()));
      }
    }
    return contestants;
  }

  private SearchSummary summary(
      QuestionSet questions, int trials, int judged, Field<CodebookTrial> field) {
    Contestant<CodebookTrial> best = field.best();
    Trial trial = best.tried().trial();
    SettingsDigest digest = trial.digest(context.experiment(), context.settings().cluster());
    return new SearchSummary(
        MetricNames.questionSet(MetricNames.ALL, questions.digest()),
        trials,
        trials - judged,
        field.rungs(),
        settings.keeps().stream()
            .map(keep -> new SearchSummary.AtKeep(keep, best.relative(keep)))
            .toList(),
        best.tried().prototypes().count(),
        trial.conf(),
        digest.hex());
  }
}
