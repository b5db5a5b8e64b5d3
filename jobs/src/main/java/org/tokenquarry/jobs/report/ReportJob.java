package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.report.page.Evaluation;
import org.tokenquarry.jobs.report.page.Funnel;
import org.tokenquarry.jobs.report.page.Provenance;
import org.tokenquarry.jobs.report.page.ReportModel;
import org.tokenquarry.jobs.report.page.ReportPage;
import org.tokenquarry.jobs.report.page.RunFacts;
import org.tokenquarry.jobs.report.page.TokenMaps;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.PlainFiles;
import org.tokenquarry.jobs.table.Shared;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.PromptTokenizer;
import org.tokenquarry.sql.InspectPlan;
import org.tokenquarry.sql.PrunerPlan;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes one page about a codebook: what it rests on, what it calls redundant, what it is worth.
 *
 * <p>Input tables: all six. Output: one HTML file without any reference to another. Example:
 *
 * <pre>{@code tokenquarry report --warehouse warehouse --out report.html}</pre>
 *
 * <p>Failure modes: no such version ({@link org.tokenquarry.error.UserException}).
 */
public final class ReportJob {

  private static final String PRODUCER = "TokenQuarry";
  private static final Set<String> SHOWN = Set.of("codebook", "cls-most-similar", "random");
  private static final List<TableSpec> READ =
      List.of(
          Tables.IMAGES,
          Tables.QUARANTINE,
          Tables.EXPERIMENTS,
          Tables.CODEBOOKS,
          Tables.PROTOTYPES,
          Tables.EVALUATIONS);

  private final Warehouse warehouse;
  private final Codebooks codebooks;
  private final ReportOptions options;

  /** Plans a run. */
  public ReportJob(Warehouse warehouse, ReportOptions options) {
    this.warehouse = warehouse;
    this.codebooks = new Codebooks(warehouse);
    this.options = options;
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
            codebooks.prototypes(codebook.version()), experiments, options.page().prototypes());
    List<String> mapped = mapped(experiments);
    Set<String> shown = new LinkedHashSet<>(mapped);
    shown.addAll(prototypes.imageIds());
    Inspection inspection =
        new Inspection(
            warehouse.read(Tables.IMAGES).filter(col("image_id").isin(shown.toArray())),
            inspectPlan(codebook),
            bundle.manifest().preprocessing());
    Scores scores = new Scores(experiments);
    try (PromptTokenizer tokenizer = PromptTokenizer.of(bundle)) {
      ReportModel model =
          new ReportModel(
              facts(codebook),
              options.thresholds(),
              funnel(experiments),
              scores.distributions(options.experiment()),
              inspection.pictures(shown),
              maps(experiments, mapped, inspection),
              prototypes.described(inspection, tokenizer::decode),
              evaluations(codebook),
              scores.words(tokenizer::decode),
              provenance(codebook));
      return write(codebook, ReportPage.render(model));
    }
  }

  private InspectPlan inspectPlan(CodebookVersion codebook) {
    TokenMatrix prototypes = codebooks.embeddings(codebook.version());
    PrunerPlan pruners =
        new PrunerPlan(prototypes.values(), prototypes.dim(), List.copyOf(SHOWN), List.of(1L));
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
                            .collect(Collectors.toSet()),
                        SHOWN))
            .toList());
  }

  private static RunFacts facts(CodebookVersion codebook) {
    return new RunFacts(
        OptionalInt.of((int) codebook.version()),
        codebook.status().code(),
        codebook.space(),
        codebook.modelName(),
        codebook.modelDigest(),
        codebook.settingsDigest(),
        codebook.runId(),
        codebook.createdAt(),
        codebook.images(),
        codebook.tokens(),
        codebook.redundantTokens(),
        codebook.prototypes());
  }

  private Funnel funnel(Dataset<Row> experiments) {
    List<Funnel.Stage> stages =
        org.tokenquarry.jobs.table.Funnel.of(experiments).stages().stream()
            .map(stage -> new Funnel.Stage(stage.name(), stage.in(), stage.kept()))
            .toList();
    List<Funnel.Quarantined> quarantined =
        warehouse
            .read(Tables.QUARANTINE)
            .groupBy("stage", "reason")
            .count()
            .sort("stage", "reason")
            .collectAsList()
            .stream()
            .map(row -> new Funnel.Quarantined(row.getString(0), row.getString(1), row.getLong(2)))
            .toList();
    return new Funnel(stages, quarantined);
  }

  private List<Evaluation> evaluations(CodebookVersion codebook) {
    return Evaluations.of(
        warehouse.read(Tables.EVALUATIONS).filter(col("version").equalTo(codebook.version())));
  }

  private Provenance provenance(CodebookVersion codebook) {
    List<Provenance.Table> tables = new ArrayList<>();
    for (TableSpec table : READ) {
      tables.add(
          new Provenance.Table(
              table.name(), warehouse.tableVersion(table), warehouse.read(table).count()));
    }
    return new Provenance(PRODUCER, codebook.settings(), codebook.contentDigest(), tables);
  }

  private ReportSummary write(CodebookVersion codebook, String page) {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    Path named = new Path(options.page().file());
    try {
      FileSystem fs = PlainFiles.of(named, warehouse.spark().sessionState().newHadoopConf());
      Path file = fs.makeQualified(named);
      Path unfinished = new Path(file.getParent(), "." + file.getName() + ".unfinished");
      try (OutputStream out = fs.create(unfinished)) {
        out.write(bytes);
      }
      fs.delete(file, false);
      if (!fs.rename(unfinished, file)) {
        throw new IOException("cannot move " + unfinished + " to " + file);
      }
      return new ReportSummary(codebook.version(), PlainFiles.told(fs, file), bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
