package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.Problem;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.jobs.config.ReportSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.report.page.ReportModel;
import org.tokenquarry.jobs.report.page.ReportModel.Threshold;
import org.tokenquarry.jobs.report.page.ReportPage;
import org.tokenquarry.jobs.report.page.TokenMaps;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.EvaluatedSets;
import org.tokenquarry.jobs.table.Funnel;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.PromptTokenizer;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.task.AnalyseTokens;
import org.tokenquarry.task.ChosenPruners;
import org.tokenquarry.task.InspectImages;
import org.tokenquarry.task.Shared;

/**
 * Writes one page about a codebook: what it rests on, what it calls redundant, what it is worth.
 *
 * <p>Input tables: all but {@code sources}; of {@code contents} the images that it shows. Output:
 * one HTML file without any reference to another. Example:
 *
 * <pre>{@code tokenquarry report --warehouse warehouse --out report.html}</pre>
 *
 * <p>Failure modes: no such version, or its prototypes are not those that it was made of ({@link
 * org.tokenquarry.error.UserException}).
 */
public final class ReportJob implements Job<ReportSummary> {

  /** Tokens of an image that are analysed; the bundled model's grid has 16 blocks. */
  private static final int ANALYSED = 24;

  private final List<Problem> refusals;

  /** Reports on a version. */
  public ReportJob() {
    this(List.of());
  }

  /**
   * Reports on a version that was just refused.
   *
   * @param refusals why {@code publish} refused it
   */
  public ReportJob(List<Problem> refusals) {
    this.refusals = List.copyOf(refusals);
  }

  @Override
  public ReportSummary run(JobContext context) {
    ModelBundle bundle = context.bundle();
    CodebookVersion codebook = context.codebook();
    context.phases().uncounted("Reading tables");
    Warehouse warehouse = context.warehouse();
    ReportSettings settings = context.settings().report();
    Codebooks codebooks = new Codebooks(warehouse);
    EvaluatedSets sets = new EvaluatedSets(warehouse);
    Dataset<Row> experiments = codebooks.experiments(codebook);
    Dataset<Row> mined = codebooks.mined(codebook);
    ShownPrototypes prototypes =
        new ShownPrototypes(
            codebook, codebooks.prototypes(codebook.version()), experiments, settings.prototypes());
    Dataset<Row> metrics = metrics(context, codebook);
    List<String> first = firstImages(mined, settings.images());
    Set<String> shown = new LinkedHashSet<>(first);
    shown.addAll(prototypes.imageIds());
    // Imported prototypes come from images of others, and images may have been forgotten.
    ShownImages images = ShownImages.of(warehouse, shown, settings.imageBytes());
    List<String> mapped = first.stream().filter(images.pictured()::contains).toList();
    Inspection inspection = inspect(context, images, pruners(warehouse, codebook, metrics));
    context.phases().uncounted("Reading scores");
    Funnel funnel = Funnel.of(mined);
    Scores scores = new Scores(experiments, mined, funnel);
    try (PromptTokenizer tokenizer = PromptTokenizer.of(bundle)) {
      ReportModel model =
          new ReportModel(
              codebook,
              refusals,
              thresholds(context.experiment()),
              funnel,
              new Quarantine(warehouse)
                  .reasons(codebook.modelDigest(), codebook.experimentDigest()),
              scores.distributions(context.experiment()),
              inspection.pictures(images.pictured()),
              maps(
                  ofBaseView(experiments, bundle),
                  mapped,
                  first.size() - mapped.size(),
                  inspection),
              prototypes.described(images, bundle.manifest(), tokenizer::decode),
              Evaluations.of(metrics),
              scores.words(tokenizer::decode),
              Analyses.of(
                  inspection.pixels(context.spark(), mapped),
                  mapped.size(),
                  context.modelTasks(),
                  analyse(context),
                  bundle.manifest().vision().hasCls() ? "[CLS]" : "the mean patch",
                  tokenizer::decode,
                  context.phases()),
              new Drifts(codebooks, sets).of(codebook),
              PastRuns.of(warehouse),
              Provenances.of(codebook, warehouse));
      byte[] page = ReportPage.render(model).getBytes(StandardCharsets.UTF_8);
      String file =
          PageFile.write(settings.file(), page, context.spark().sessionState().newHadoopConf());
      return new ReportSummary(codebook.version(), file, page.length);
    }
  }

  private static List<Threshold> thresholds(ExperimentSettings experiment) {
    return List.of(
        new Threshold(
            "experiment.maxTop1Probability",
            experiment.maxTop1Probability(),
            "A redundant token's top-1 probability lies below."),
        new Threshold(
            "experiment.maxDivergence",
            experiment.maxDivergence(),
            "Its combined divergence lies below, in nats."));
  }

  private static AnalyseTokens analyse(JobContext context) {
    Settings settings = context.settings();
    return new AnalyseTokens(
        context.taskModel(), context.experiment(), settings.mine().batching(), ANALYSED);
  }

  private static ChosenPruners pruners(
      Warehouse warehouse, CodebookVersion codebook, Dataset<Row> metrics) {
    return new ChosenPruners(
        new Codebook(new Codebooks(warehouse).embeddings(codebook)),
        Overlays.of(evaluated(metrics)),
        List.of(1L));
  }

  private static Inspection inspect(JobContext context, ShownImages images, ChosenPruners pruners) {
    try (Shared<ChosenPruners> shared = Shared.with(context.spark(), pruners)) {
      return new Inspection(
          images,
          context.modelTasks(),
          new InspectImages(context.taskModel(), shared, context.settings().report().keep()),
          context.bundle().manifest().preprocessing(),
          context.phases());
    }
  }

  private static List<String> firstImages(Dataset<Row> mined, int images) {
    return mined
        .select("image_id")
        .sort("image_id")
        .limit(images)
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** Only models with tiles have findings about others, and one base view for all images. */
  private static Dataset<Row> ofBaseView(Dataset<Row> experiments, ModelBundle bundle) {
    return bundle.manifest().anyres() == null
        ? experiments
        : experiments.filter(col("token_index").lt(bundle.manifest().grid().size()));
  }

  private static TokenMaps maps(
      Dataset<Row> experiments, List<String> mapped, int leftOut, Inspection inspection) {
    List<Row> redundant =
        experiments
            .filter(col("redundant").and(col("image_id").isin(mapped.toArray())))
            .select("image_id", "token_index")
            .collectAsList();
    return new TokenMaps(
        "Redundancy",
        "The largest cosine to a prototype: 0 like none, 1 the same as one.",
        mapped.stream()
            .map(
                imageId ->
                    inspection.map(
                        imageId,
                        redundant.stream()
                            .filter(row -> row.getAs("image_id").equals(imageId))
                            .map(row -> row.<Integer>getAs("token_index"))
                            .collect(Collectors.toSet())))
            .toList(),
        leftOut);
  }

  private static Set<String> evaluated(Dataset<Row> metrics) {
    return Set.copyOf(metrics.select("pruner").distinct().as(Encoders.STRING()).collectAsList());
  }

  /** On the largest file of questions; none where the version was not evaluated. */
  private static Dataset<Row> metrics(JobContext context, CodebookVersion codebook) {
    EvaluatedSets sets = new EvaluatedSets(context.warehouse());
    return sets.of(codebook.version()).stream()
        .findFirst()
        .map(set -> sets.metrics(codebook.version(), set))
        .orElseGet(() -> context.warehouse().read(Tables.EVALUATIONS).limit(0));
  }
}
