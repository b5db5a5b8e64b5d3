package org.tokenquarry.jobs.calibrate;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.question.QuestionSet;
import org.tokenquarry.jobs.spark.CountedPhase;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.task.AskQuestions;
import org.tokenquarry.task.ChosenPruners;
import org.tokenquarry.task.HeldOutQuestions;
import org.tokenquarry.task.Shared;
import org.tokenquarry.task.Tally.Sum;

/** Asks contestants about images of the validation split, on the executors. */
final class Validation {

  /** Most floats of the codebooks that one Spark job evaluates together. */
  private static final long MOST_NUMBERS = 4_000_000;

  private static final int MOST_TOGETHER = 64;

  private static final int IMAGES_PER_TASK = 4;

  private final JobContext context;
  private final SearchSettings search;
  private final QuestionSet questions;
  private final Shared<HeldOutQuestions> shared;
  private final Dataset<Row> images;

  Validation(JobContext context, QuestionSet questions) {
    this.context = context;
    this.search = context.settings().calibrate().search();
    this.questions = questions;
    this.shared = Shared.with(context.spark(), questions.forExecutors());
    this.images = questions.images(context.warehouse(), search.questionsFile().orElseThrow());
  }

  /** Adds what each contestant reaches on some images. */
  void ask(List<Contestant> contestants, List<String> imageIds) {
    Dataset<Row> contents =
        new Contents(context.warehouse())
            .read(images.filter(col("image_id").isin(imageIds.toArray())), IMAGES_PER_TASK);
    long asked = imageIds.stream().mapToLong(id -> questions.byImage().get(id).size()).sum();
    List<Contestant> together = new ArrayList<>();
    long numbers = 0;
    for (Contestant contestant : contestants) {
      int size = contestant.prototypes().values().length;
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

  private void askTogether(List<Contestant> contestants, Dataset<Row> contents, long asked) {
    CountedPhase asking =
        context
            .phases()
            .counted("Asking with " + contestants.size() + " codebooks", Amount.questions(asked));
    try (Shared<ChosenPruners> pruners = Shared.with(context.spark(), pruners(contestants))) {
      AskQuestions ask =
          new AskQuestions(
              context.taskModel(),
              context.asking(search.keeps()),
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

  private ChosenPruners pruners(List<Contestant> contestants) {
    List<ChosenPruners.Rival> rivals =
        contestants.stream()
            .map(
                each ->
                    new ChosenPruners.Rival(
                        each.name(), search.pruner(), new Codebook(each.prototypes())))
            .toList();
    return new ChosenPruners(rivals.get(0).codebook(), List.of(), List.of(), rivals);
  }

  private static void add(List<Row> rows, List<Contestant> contestants) {
    Map<String, Contestant> byName = new HashMap<>();
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
