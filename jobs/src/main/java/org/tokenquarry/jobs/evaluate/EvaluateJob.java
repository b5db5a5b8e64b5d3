package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.config.EvaluateSettings;
import org.tokenquarry.jobs.config.Words;
import org.tokenquarry.jobs.evaluate.EvaluationTable.TimedPrompt;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.question.QuestionRules;
import org.tokenquarry.jobs.question.QuestionSet;
import org.tokenquarry.jobs.spark.CountedPhase;
import org.tokenquarry.jobs.spark.ModelWork;
import org.tokenquarry.jobs.spark.RunMetrics;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.EvaluatedSets;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.RandomPruner;
import org.tokenquarry.task.AskQuestions;
import org.tokenquarry.task.AskSettings;
import org.tokenquarry.task.ChosenPruners;
import org.tokenquarry.task.HeldOutQuestions;
import org.tokenquarry.task.Shared;
import org.tokenquarry.task.TimePrefill;

/**
 * Measures how well the model answers held-out questions if a codebook chooses its tokens, and
 * compares this with the published version and with the pruners of the literature, at several keep
 * ratios.
 *
 * <p>Input tables: {@code images}, {@code contents}, {@code codebooks}, {@code prototypes}; a file
 * of questions. Output table: {@code evaluations}; metrics on other files of questions stay.
 * Example:
 *
 * <pre>
 * {@code tokenquarry evaluate --warehouse warehouse --set evaluate.questions=heldout/questions.jsonl}
 * </pre>
 *
 * <p>Failure modes: there is no codebook, its prototypes are not those that it was made of, there
 * are no questions, images of questions were not ingested or were mined, a pruner is not known
 * ({@link org.tokenquarry.error.UserException}).
 */
public final class EvaluateJob implements Job<EvaluateSummary> {

  private static final int IMAGES_PER_TASK = 8;

  @Override
  public EvaluateSummary run(JobContext context) {
    EvaluateSettings settings = context.settings().evaluate();
    String file = settings.questionsFile();
    String reference = ChosenPruners.written(settings.reference());
    context.bundle(); // Before anything is read, so that a wrong model is refused at once.
    CodebookVersion codebook = context.codebook();
    context.phases().uncounted("Reading held-out questions");
    Optional<CodebookVersion> published =
        new Codebooks(context.warehouse()).publishedBeside(codebook);
    ChosenPruners pruners = pruners(context, codebook, published);
    QuestionSet questions =
        QuestionSet.read(context.spark(), file, QuestionRules.of(context.settings()))
            .asked(settings.view(), settings.budgetOver());
    AskSettings asking = context.asking(settings.keeps(), questions.mostImages());
    Dataset<Row> images = questions.images(context.warehouse(), file);
    ModelWork work = new ModelWork(context.spark(), context.metrics());
    List<Row> tallies =
        tallies(
            context,
            work,
            asking,
            pruners,
            questions,
            new Contents(context.warehouse())
                .sequences(images, questions.byImages().keySet(), IMAGES_PER_TASK));
    context.phases().uncounted("Timing prompts, computing metrics");
    List<TimedPrompt> prompts = timed(context);
    MetricCalculator metrics =
        new MetricCalculator(
            tallies,
            new Bootstrap(settings.bootstrapSamples(), settings.together()),
            comparisons(reference, pruners.names(), published));
    EvaluationTable table = new EvaluationTable(codebook.version(), questions);
    List<PrunerMetrics> ofAll = metrics.of(MetricNames.ALL);
    table.add(MetricNames.ALL, ofAll);
    metrics.sets().stream()
        .filter(set -> !set.equals(MetricNames.ALL))
        .forEach(set -> table.add(set, metrics.of(set)));
    table.add(prompts);
    write(context, codebook, questions, table);
    Set<String> perImage =
        questions.sharesBudgets(settings.view(), settings.budgetOver())
            ? pruners.perImage()
            : Set.of();
    return summary(context, codebook, questions, perImage, ofAll, prompts, work);
  }

  /**
   * The pruners with the evaluated version, and the same codebook pruners with the published one.
   */
  private static ChosenPruners pruners(
      JobContext context, CodebookVersion codebook, Optional<CodebookVersion> published) {
    Codebooks codebooks = new Codebooks(context.warehouse());
    Codebook evaluated = new Codebook(codebooks.embeddings(codebook));
    EvaluateSettings settings = context.settings().evaluate();
    List<String> names = ChosenPruners.expanded(settings.pruners());
    List<ChosenPruners.Rival> rivals = new ArrayList<>();
    if (published.isPresent()) {
      Codebook rival = new Codebook(codebooks.embeddings(published.get()));
      long version = published.get().version();
      probing(names)
          .map(name -> new ChosenPruners.Rival(MetricNames.ofVersion(name, version), name, rival))
          .forEach(rivals::add);
    }
    return new ChosenPruners(evaluated, names, settings.seeds(), rivals);
  }

  /** Pruners that probe the codebook are compared with random tokens and the published version. */
  private static Comparisons comparisons(
      String reference, List<String> names, Optional<CodebookVersion> published) {
    Map<String, List<String>> rivals = new HashMap<>();
    probing(names)
        .forEach(
            name ->
                rivals.put(
                    name,
                    Stream.concat(
                            Stream.of(RandomPruner.NAME),
                            published
                                .map(version -> MetricNames.ofVersion(name, version.version()))
                                .stream())
                        .toList()));
    return new Comparisons(reference, rivals);
  }

  private static Stream<String> probing(List<String> names) {
    return names.stream().filter(ChosenPruners::probesCodebook);
  }

  /**
   * Asks.
   *
   * @param work is told what the model does for this
   * @param settings how it is asked
   * @param contents of the images that are asked about
   */
  private static List<Row> tallies(
      JobContext context,
      ModelWork work,
      AskSettings settings,
      ChosenPruners pruners,
      QuestionSet questions,
      Dataset<Row> contents) {
    LayerCalibration calibration =
        settings.showsOneBlock(questions.mostImages())
            ? new LayerCalibrations(context, work).of(pruners.names())
            : LayerCalibration.NONE;
    long asked = questions.size(MetricNames.ALL);
    CountedPhase asking = context.phases().counted("Asking", Amount.questions(asked));
    try (Shared<ChosenPruners> shared = Shared.with(context.spark(), pruners);
        Shared<HeldOutQuestions> about = Shared.with(context.spark(), questions.forExecutors())) {
      AskQuestions ask =
          new AskQuestions(context.taskModel(), settings, about, shared, calibration);
      List<Row> tallies =
          context
              .modelTasks()
              .map(
                  contents,
                  asking.inputs(work.of(ask.model(), ask), ask::asked, asked),
                  AskQuestions.OUTPUT)
              .collectAsList();
      asking.done();
      context.metrics().add(RunMetrics.Count.QUESTIONS_ASKED, asked);
      return tallies;
    }
  }

  /** The full prompt first, then from large to small ratios. */
  private static List<TimedPrompt> timed(JobContext context) {
    // One row for each budget of the settings, however many images there are.
    List<Row> keeps =
        Stream.concat(Stream.of(1.0), context.settings().evaluate().keeps().stream())
            .distinct()
            .sorted(Comparator.reverseOrder())
            .map(TimePrefill.KEEPS::row)
            .toList();
    return context
        .modelTasks()
        .map(
            context.spark().createDataFrame(keeps, TimePrefill.KEEPS.schema()).coalesce(1),
            new TimePrefill(context.taskModel()),
            TimePrefill.OUTPUT)
        .collectAsList()
        .stream()
        .map(TimedPrompt::of)
        .sorted(Comparator.comparing(TimedPrompt::keep).reversed())
        .toList();
  }

  private static void write(
      JobContext context, CodebookVersion codebook, QuestionSet questions, EvaluationTable table) {
    new EvaluatedSets(context.warehouse())
        .replace(codebook.version(), name(questions), table.rows(), context.experimentInfo());
  }

  private static String name(QuestionSet questions) {
    return MetricNames.questionSet(MetricNames.ALL, questions.digest());
  }

  private static int comparisons(PrunerMetrics unpruned) {
    Double compared = unpruned.value(MetricNames.COMPARISONS);
    return compared == null ? 0 : compared.intValue();
  }

  private static EvaluateSummary summary(
      JobContext context,
      CodebookVersion codebook,
      QuestionSet questions,
      Set<String> perImage,
      List<PrunerMetrics> metrics,
      List<TimedPrompt> prompts,
      ModelWork work) {
    EvaluateSettings settings = context.settings().evaluate();
    PrunerMetrics unpruned =
        metrics.stream()
            .filter(each -> each.pruner().equals(AskQuestions.UNPRUNED))
            .findFirst()
            .orElseThrow();
    double full = prompts.get(0).seconds().value();
    String reference = ChosenPruners.written(settings.reference());
    return new EvaluateSummary(
        codebook.version(),
        name(questions),
        questions.imageIds().size(),
        questions.size(MetricNames.ALL),
        Words.of(settings.view()),
        Words.of(settings.budgetOver()),
        Words.of(settings.positions()),
        unpruned.value(MetricNames.ACCURACY),
        reference,
        comparisons(unpruned),
        metrics.stream()
            .filter(each -> !each.equals(unpruned))
            .map(each -> EvaluationRow.of(each, reference, perImage))
            .toList(),
        prompts.stream()
            .map(p -> new Prefill(p.keep(), p.seconds().value(), 1 - p.seconds().value() / full))
            .toList(),
        MissingPruners.of(
            settings.view(),
            questions.mostImages(),
            ChosenPruners.expanded(settings.pruners()),
            metrics),
        work.seconds(),
        context.bundle().manifest().statesSizes() ? work.gflop() : null);
  }
}
