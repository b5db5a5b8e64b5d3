package org.tokenquarry.jobs.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.CalibrateSettings;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.question.QuestionSet;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.prune.NotCompared;
import org.tokenquarry.prune.form.FormGrid;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.task.TunableMethods;
import org.tokenquarry.task.Unserved;

/**
 * Searches constants of the other pruners on the validation questions, with the rungs, the keep
 * ratios and at most as many trials as the search for settings of a codebook has, so that no pruner
 * was tuned more than another. The published constants are always tried.
 *
 * <p>Input tables: {@code images} and {@code contents} of the split {@code heldout} that the
 * questions are about. Output: none, the summary holds the settings. Example:
 *
 * <pre>{@code tokenquarry calibrate --pruners --questions validation --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there are no questions, they cannot be read, none has an answer, they are those
 * of the evaluation, a method has no constants ({@link UserException}).
 */
public final class PrunerSearchJob implements Job<PrunerSearchSummary> {

  @Override
  public PrunerSearchSummary run(JobContext context) {
    CalibrateSettings settings = context.settings().calibrate();
    if (settings.search().questions().isEmpty()) {
      throw CalibrateErrors.noValidation();
    }
    Validation.requireSeparate(context.settings());
    List<TunableMethod<?>> methods = TunableMethods.named(settings.pruners().names());
    context.bundle(); // Before anything is read, so that a wrong model is refused at once.
    context.phases().uncounted("Reading validation questions");
    QuestionSet questions = Validation.questions(context);
    Validation<PrunerForm> validation = new Validation<>(context, questions, new FormTrials());
    int most = settings.pruners().mostTrials(settings.search());
    List<Field<PrunerForm>> fields =
        methods.stream().map(method -> field(method, most, settings.search())).toList();
    new HalvingSearch<>(settings.search(), validation, validation.imageIds()).run(fields);
    return summary(settings.search(), questions, most, methods, fields);
  }

  private static Field<PrunerForm> field(
      TunableMethod<?> method, int most, SearchSettings settings) {
    List<PrunerForm> forms = FormGrid.of(method, most);
    return new Field<>(
        IntStream.range(0, forms.size())
            .mapToObj(i -> new Contestant<>(i, forms.get(i).text(), forms.get(i), settings.keeps()))
            .toList(),
        Field.Watched.FIRST_LISTED);
  }

  private static PrunerSearchSummary summary(
      SearchSettings settings,
      QuestionSet questions,
      int most,
      List<TunableMethod<?>> methods,
      List<Field<PrunerForm>> fields) {
    List<TunedPruner> tuned = new ArrayList<>();
    List<NotCompared> notSearched = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Field<PrunerForm> field = fields.get(i);
      if (field.scored()) {
        tuned.add(TunedPruner.of(methods.get(i), field, settings.keeps()));
      } else {
        notSearched.add(notSearched(methods.get(i).name(), field));
      }
    }
    return new PrunerSearchSummary(
        MetricNames.questionSet(MetricNames.ALL, questions.digest()),
        questions.imageIds().size(),
        most,
        List.copyOf(tuned),
        List.copyOf(notSearched),
        PrunerSearchSummary.conf(settings.pruner(), tuned));
  }

  private static NotCompared notSearched(String method, Field<PrunerForm> field) {
    Optional<NotCompared> unserved = field.answered() ? Optional.empty() : Unserved.reason(method);
    return unserved.orElseGet(
        () ->
            new NotCompared(
                method,
                "inside the language model",
                "It computes only the first token of an answer, and the answers to these questions"
                    + " are scored as text."));
  }
}
