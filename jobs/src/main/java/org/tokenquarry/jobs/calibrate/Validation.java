package org.tokenquarry.jobs.calibrate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.EvaluateSettings;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.question.QuestionRules;
import org.tokenquarry.jobs.question.QuestionSet;
import org.tokenquarry.jobs.spark.CountedPhase;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.task.AskQuestions;
import org.tokenquarry.task.ChosenPruners;
import org.tokenquarry.task.HeldOutQuestions;
import org.tokenquarry.task.ImageIds;
import org.tokenquarry.task.Shared;
import org.tokenquarry.task.Tally.Sum;

/**
 * Asks contestants about images of the validation split, on the executors.
 *
 * @param <T> what is tried
 */
final class Validation<T> implements HalvingSearch.Asking<T> {

  /** Most floats of the contestants that one Spark job asks together. */
  private static final long MOST_NUMBERS = 4_000_000;

  private static final int MOST_TOGETHER = 64;

  private static final int IMAGES_PER_TASK = 4;

  private final JobContext context;
  private final SearchSettings search;
  private final QuestionSet questions;
  private final Shared<HeldOutQuestions> shared;
  private final Dataset<Row> images;
  private final Entrants<T> entrants;

  /**
   * Prepares to ask.
   *
   * @param questions of {@link #questions}
   */
  Validation(JobContext context, QuestionSet questions, Entrants<T> entrants) {
    this.context = context;
    this.entrants = entrants;
    this.search = context.settings().calibrate().search();
    this.questions = questions;
    this.shared = Shared.with(context.spark(), questions.forExecutors());
    this.images = questions.images(context.warehouse(), search.questionsFile().orElseThrow());
  }

  /**
   * Settings chosen by the questions of the evaluation would make its metrics look too good.
   *
   * @throws UserException if the validation questions are those of the evaluation
   */
  static void requireSeparate(Settings settings) {
    SearchSettings search = settings.calibrate().search();
    EvaluateSettings evaluate = settings.evaluate();
    if (evaluate.questions().isPresent()
        && search.questionsFile().equals(Optional.of(evaluate.questionsFile()))) {
      throw CalibrateErrors.validationIsTest(evaluate.questionsFile());
    }
  }

  /**
   * Reads the questions of {@code calibrate.search.questions}, which must be set.
   *
   * @throws UserException if they cannot be read, or none has an answer
   */
  static QuestionSet questions(JobContext context) {
    String file = context.settings().calibrate().search().questionsFile().orElseThrow();
    EvaluateSettings asking = context.settings().evaluate();
    QuestionSet questions =
        QuestionSet.read(context.spark(), file, QuestionRules.of(context.settings()))
            .asked(asking.view(), asking.budgetOver());
    if (questions.answered(MetricNames.ALL) == 0) {
      throw CalibrateErrors.noAnswers(file);
    }
    return questions;
  }

  /** The names of all images, or sequences of images, that there are questions about, in order. */
  List<String> imageIds() {
    return questions.byImages().keySet().stream().map(ImageIds::name).toList();
  }

  @Override
  public void ask(List<Contestant<T>> contestants, List<String> imageIds) {
    Set<String> names = Set.copyOf(imageIds);
    List<ImageIds> wanted =
        questions.byImages().keySet().stream().filter(each -> names.contains(each.name())).toList();
    Dataset<Row> contents =
        new Contents(context.warehouse()).sequences(images, wanted, IMAGES_PER_TASK);
    long asked = wanted.stream().mapToLong(each -> questions.byImages().get(each).size()).sum();
    List<Contestant<T>> together = new ArrayList<>();
    long numbers = 0;
    for (Contestant<T> contestant : contestants) {
      long size = entrants.numbers(contestant.tried());
      if (!together.isEmpty()
          && (numbers + size > MOST_NUMBERS || together.size() == MOST_TOGETHER)) {
        askTogether(together, contents, asked);
        together.clear();
        numbers = 0;
      }
      together.add(contestant);
      numbers += size;
    }
    askTogether(together, contents, asked);
  }

  private void askTogether(List<Contestant<T>> contestants, Dataset<Row> contents, long asked) {
    CountedPhase asking =
        context
            .phases()
            .counted(
                "Asking with " + contestants.size() + " " + entrants.word(),
                Amount.questions(asked));
    try (Shared<ChosenPruners> pruners =
        Shared.with(context.spark(), entrants.pruners(contestants))) {
      AskQuestions ask =
          new AskQuestions(
              context.taskModel(),
              context.asking(search.keeps(), questions.mostImages()),
              shared,
              pruners,
              LayerCalibration.NONE);
      List<Row> rows =
          context
              .modelTasks()
              .map(contents, asking.inputs(ask, ask::asked, asked), AskQuestions.OUTPUT)
              .collectAsList()
              .stream()
              // Sums of fractions depend on their order. To sort by range Spark would ask twice.
              .sorted(
                  Comparator.comparing((Row row) -> row.<String>getAs("image_id"))
                      .thenComparing(row -> row.<String>getAs("set"))
                      .thenComparing(row -> row.<String>getAs("pruner"))
                      .thenComparing(row -> row.<Double>getAs("keep")))
              .toList();
      asking.done();
      add(rows, contestants);
    }
  }

  private static <C> void add(List<Row> rows, List<Contestant<C>> contestants) {
    Map<String, Contestant<C>> byName = new HashMap<>();
    contestants.forEach(contestant -> byName.put(contestant.name(), contestant));
    for (Row row : rows) {
      double score = row.getAs(Sum.SCORE.column());
      double scored = row.getAs(Sum.SCORED.column());
      String pruner = row.getAs("pruner");
      if (pruner.equals(AskQuestions.UNPRUNED)) {
        contestants.forEach(contestant -> contestant.addUnpruned(score, scored));
      } else {
        byName.get(pruner).add(row.getAs("keep"), score, scored);
      }
    }
  }
}
