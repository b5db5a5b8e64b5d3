package org.tokenquarry.jobs.config;

import java.util.List;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.jobs.failure.Retries;

/**
 * Every setting, typed and within its range. {@code reference.conf} says what each does.
 *
 * @param preset name of the preset that was applied
 * @param warehouse where the tables are
 * @param retry what happens after a failure that may pass
 * @param model the model that answers
 * @param scenes scenes to draw
 * @param ingest which images are ingested
 * @param experiment what is asked of every token
 * @param chosen which thresholds in {@code experiment} are the user's own
 * @param mine how mining runs
 * @param calibrate thresholds from quantiles
 * @param cluster from redundant tokens to prototypes
 * @param clustering how that runs
 * @param codebook the version worked on
 * @param evaluate how a codebook is measured
 * @param publish what a version must reach
 * @param export what is exported
 * @param imports which codebook is imported
 * @param report what the report shows
 * @param nightly what a nightly run does
 * @param compact when small files are merged
 * @param runs what {@code runs} lists
 * @param forget which images are removed
 * @param move which images get another use
 * @param repair whether {@code repair} changes tables
 * @param registry which aliases and versions are meant
 * @param vacuum which files are removed
 * @param bench what the benchmarks measure
 * @param verify where a bundle is checked
 * @param verifyExport which export is proved
 * @param sql what {@code sql} asks
 * @param plan what {@code plan} calculates
 * @param executors what is expected of Spark's executors
 * @param given what the user gave, of which these settings were made
 */
public record Settings(
    String preset,
    WarehouseSettings warehouse,
    Retries retry,
    ModelSettings model,
    ScenesSettings scenes,
    IngestSettings ingest,
    ExperimentSettings experiment,
    ChosenThresholds chosen,
    MineSettings mine,
    CalibrateSettings calibrate,
    ClusterSettings cluster,
    ClusteringSettings clustering,
    CodebookSelection codebook,
    EvaluateSettings evaluate,
    PublishSettings publish,
    ExportSettings export,
    ImportSettings imports,
    ReportSettings report,
    NightlySettings nightly,
    CompactSettings compact,
    RunsSettings runs,
    ForgetSettings forget,
    MoveSettings move,
    RepairSettings repair,
    RegistrySettings registry,
    VacuumSettings vacuum,
    BenchSettings bench,
    VerifySettings verify,
    VerifyExportSettings verifyExport,
    SqlSettings sql,
    PlanSettings plan,
    ExecutorSettings executors,
    Layers given) {

  /** The same settings, with the tables in another place. */
  public Settings into(String path) {
    return with(warehouse.at(path), ingest, codebook);
  }

  /** The same settings, with other images to ingest. */
  public Settings ingesting(List<String> paths, String split) {
    return with(warehouse, ingest.of(paths, split), codebook);
  }

  /** The same settings, about one version of the codebook. */
  public Settings on(long version) {
    return with(warehouse, ingest, CodebookSelection.of(version));
  }

  private Settings with(
      WarehouseSettings tables, IngestSettings images, CodebookSelection version) {
    return new Settings(
        preset,
        tables,
        retry,
        model,
        scenes,
        images,
        experiment,
        chosen,
        mine,
        calibrate,
        cluster,
        clustering,
        version,
        evaluate,
        publish,
        export,
        imports,
        report,
        nightly,
        compact,
        runs,
        forget,
        move,
        repair,
        registry,
        vacuum,
        bench,
        verify,
        verifyExport,
        sql,
        plan,
        executors,
        given);
  }

  /**
   * Reads everything.
   *
   * @param in what a run uses
   * @param planned what {@code plan} calculates with; its shape may imply another preset
   * @param chosen which thresholds are the user's own
   * @param given what the user gave
   */
  static Settings from(Section in, Section planned, ChosenThresholds chosen, Layers given) {
    return new Settings(
        in.text("preset"),
        WarehouseSettings.from(in.section("warehouse")),
        retries(in.section("retry")),
        ModelSettings.from(in.section("model")),
        ScenesSettings.from(in.section("scenes")),
        IngestSettings.from(in.section("ingest")),
        ExperimentSection.from(in.section("experiment")),
        chosen,
        MineSettings.from(in.section("mine")),
        CalibrateSettings.from(in.section("calibrate")),
        ClusterSettings.from(in.section("cluster")),
        ClusteringSettings.from(in.section("clustering")),
        in.section("codebook")
            .parsed("version", CodebookSelection.EXPECTED, CodebookSelection::parse),
        EvaluateSettings.from(in.section("evaluate")),
        PublishSettings.from(in.section("publish")),
        ExportSettings.from(in.section("export")),
        ImportSettings.from(in.section("import")),
        ReportSettings.from(in.section("report")),
        NightlySettings.from(in.section("nightly")),
        CompactSettings.from(in.section("compact")),
        RunsSettings.from(in.section("runs")),
        ForgetSettings.from(in.section("forget")),
        MoveSettings.from(in.section("move")),
        RepairSettings.from(in.section("repair")),
        RegistrySettings.from(in.section("registry")),
        VacuumSettings.from(in.section("vacuum")),
        BenchSettings.from(in.section("bench")),
        VerifySettings.from(in.section("verify")),
        VerifyExportSettings.from(in.section("verifyExport")),
        SqlSettings.from(in.section("sql")),
        PlanSettings.from(planned),
        ExecutorSettings.from(in.section("executors")),
        given);
  }

  private static Retries retries(Section in) {
    return new Retries(in.integer("times", Range.atLeast(0)), in.duration("pause"));
  }
}
