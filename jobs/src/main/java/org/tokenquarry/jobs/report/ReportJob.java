package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.report.page.ReportModel;
import org.tokenquarry.jobs.report.page.ReportPage;
import org.tokenquarry.jobs.report.page.TokenMaps;
import org.tokenquarry.jobs.spark.SparkProgress;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.EvaluatedSets;
import org.tokenquarry.jobs.table.Shared;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.PromptTokenizer;
import org.tokenquarry.task.AnalysePlan;
import org.tokenquarry.task.InspectPlan;
import org.tokenquarry.task.PrunerPlan;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes one page about a codebook: what it rests on, what it calls redundant, what it is worth.
 *
 * <p>Input tables: all six. Output: one HTML file without any reference to another. Example:
 *
 * <pre>{@code tokenquarry report --warehouse warehouse --out report.html}</pre>
 *
 * <p>Failure modes: no such version, or its prototypes are not those that it was made of ({@link
 * org.tokenquarry.error.UserException}).
 */
public final class ReportJob {

  /** Tokens of an image that are analysed; the bundled model's grid has 16 blocks. */
  private static final int ANALYSED = 24;

  private final Warehouse warehouse;
  private final Codebooks codebooks;
  private final EvaluatedSets sets;
  private final ReportOptions options;
  private final SparkProgress progress;

  /**
   * Plans a run.
   *
   * @param progress shows how many images are inspected and analysed
   */
  public ReportJob(Warehouse warehouse, ReportOptions options, SparkProgress progress) {
    this.warehouse = warehouse;
    this.codebooks = new Codebooks(warehouse);
    this.sets = new EvaluatedSets(warehouse);
    this.options = options;
    this.progress = progress;
  }

  /**
   * Reports on one version.
   *
   * @param bundle the model that it was mined with
   */
  public ReportSummary run(CodebookVersion codebook, ModelBundle bundle) {
    Dataset<Row> experiments = codebooks.experiments(codebook);
    ShownPrototypes prototypes =
        new ShownPrototypes(
            codebook,
            codebooks.prototypes(codebook.version()),
            experiments,
            options.page().prototypes());
    Dataset<Row> figures = figures(codebook);
    List<String> mapped = mapped(experiments);
    Set<String> shown = new LinkedHashSet<>(mapped);
    shown.addAll(prototypes.imageIds());
    Inspection inspection =
        new Inspection(
            images(shown),
            inspectPlan(codebook, figures),
            bundle.manifest().preprocessing(),
            progress);
    progress.uncounted("Reading scores");
    Scores scores = new Scores(experiments);
    RunAccount account = new RunAccount(warehouse);
    try (PromptTokenizer tokenizer = PromptTokenizer.of(bundle)) {
      ReportModel model =
          new ReportModel(
              account.facts(codebook),
              options.refusals(),
              options.thresholds(),
              account.funnel(codebook, experiments),
              scores.distributions(options.experiment()),
              inspection.pictures(shown),
              maps(experiments, mapped, inspection),
              prototypes.described(inspection, tokenizer::decode),
              Evaluations.of(figures),
              scores.words(tokenizer::decode),
              Analyses.of(
                  images(mapped),
                  mapped.size(),
                  analysePlan(),
                  bundle.manifest().vision().hasCls() ? "[CLS]" : "the mean patch",
                  tokenizer::decode,
                  progress),
              new Drifts(codebooks, sets).of(codebook),
              account.provenance(codebook));
      byte[] page = ReportPage.render(model).getBytes(StandardCharsets.UTF_8);
      String file =
          PageFile.write(
              options.page().file(), page, warehouse.spark().sessionState().newHadoopConf());
      return new ReportSummary(codebook.version(), file, page.length);
    }
  }

  private Dataset<Row> images(Collection<String> imageIds) {
    return warehouse.read(Tables.IMAGES).filter(col("image_id").isin(imageIds.toArray()));
  }

  private AnalysePlan analysePlan() {
    return new AnalysePlan(
        options.model(),
        options.device(),
        options.limits(),
        options.experiment(),
        options.batching(),
        ANALYSED);
  }

  private InspectPlan inspectPlan(CodebookVersion codebook, Dataset<Row> figures) {
    TokenMatrix prototypes = codebooks.embeddings(codebook);
    PrunerPlan pruners =
        new PrunerPlan(
            prototypes.values(), prototypes.dim(), Overlays.of(evaluated(figures)), List.of(1L));
    return new InspectPlan(
        options.model(),
        options.device(),
        options.limits(),
        Shared.with(warehouse.spark(), pruners),
        options.page().keep());
  }

  private List<String> mapped(Dataset<Row> experiments) {
    return experiments
        .select("image_id")
        .distinct()
        .sort("image_id")
        .limit(options.page().images())
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static TokenMaps maps(
      Dataset<Row> experiments, List<String> mapped, Inspection inspection) {
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
                            .filter(row -> row.getString(0).equals(imageId))
                            .map(row -> row.getInt(1))
                            .collect(Collectors.toSet())))
            .toList());
  }

  private static Set<String> evaluated(Dataset<Row> figures) {
    return Set.copyOf(figures.select("pruner").distinct().as(Encoders.STRING()).collectAsList());
  }

  /** On the largest file of questions; none where the version was not evaluated. */
  private Dataset<Row> figures(CodebookVersion codebook) {
    return sets.of(codebook.version()).stream()
        .findFirst()
        .map(set -> sets.figures(codebook.version(), set))
        .orElseGet(() -> warehouse.read(Tables.EVALUATIONS).limit(0));
  }
}
