package org.tokenquarry.jobs.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.error.UserException;
import org.tokenquarry.intake.CutUnits;
import org.tokenquarry.intake.Intake;
import org.tokenquarry.intake.IntakeRules;
import org.tokenquarry.intake.IntakeUnit;
import org.tokenquarry.intake.ListedSource;
import org.tokenquarry.intake.StateOfSources;
import org.tokenquarry.intake.TakenUnit;
import org.tokenquarry.jobs.config.IngestSettings;
import org.tokenquarry.jobs.failure.Retries;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.ModelTasks;
import org.tokenquarry.jobs.spark.UnitFlow;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Adds images to the warehouse, each content once. Bytes are read once and go from the task that
 * reads them straight into a pack.
 *
 * <p>Input: folders, files, lists of files, tar archives, Parquet files, Delta tables. Output
 * tables: {@code contents}, {@code images}, {@code quarantine}, {@code sources}. Example:
 *
 * <pre>{@code tokenquarry ingest photos --warehouse warehouse}</pre>
 *
 * <p>A source that has not changed since an earlier run is not opened. The driver keeps about 24
 * bytes for each image of the warehouse, and only if there is something new.
 *
 * <p>Failure modes: a path is missing or holds no image ({@link UserException}); another run of
 * {@code ingest} works on the warehouse. An unreadable image is quarantined, and the run goes on.
 */
public final class IngestJob implements Job<IngestSummary> {

  /** Between two commits at most; a killed run loses the work of this time. */
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(30);

  private static final int SOURCES_PER_COMMIT = 100_000;

  @Override
  public IngestSummary run(JobContext context) {
    IngestSettings settings = context.settings().ingest();
    if (settings.paths().isEmpty()) {
      throw IngestErrors.noPath();
    }
    context.phases().uncounted("Looking for images in " + String.join(", ", settings.paths()));
    Configuration hadoop = context.spark().sessionState().newHadoopConf();
    IntakeRules rules = new IntakeRules(settings.limits(), Set.copyOf(settings.extensions()));
    // The listing makes the directory, and takes it away where nothing is found.
    Warehouse existing = context.warehouseIfAny();
    try (Listing listing =
        new Listing(hadoop, context.settings().warehouse().path(), context.info().runId())) {
      return ingest(context, existing, rules, listing);
    }
  }

  /**
   * What was found.
   *
   * @param ignored files that are passed over
   * @param unseen whether nobody has looked at some sources yet
   */
  private record Found(IgnoredNames ignored, boolean unseen) {}

  private static Found look(
      JobContext context, Warehouse existing, IntakeRules rules, Listing listing) {
    try (Listing.Writer found = listing.writer()) {
      IgnoredNames ignored =
          new ImageSource(
                  existing, context.spark().sessionState().newHadoopConf(), rules, found::add)
              .find(context.settings().ingest().paths());
      found.finish();
      return new Found(ignored, found.unseen() > 0);
    }
  }

  private static IngestSummary ingest(
      JobContext context, Warehouse existing, IntakeRules rules, Listing listing) {
    Found found =
        Retries.SHORT.unchecked(
            "looking for images", () -> look(context, existing, rules, listing));
    IngestCounts counts = new IngestCounts();
    Warehouse warehouse = context.warehouse();
    try (Ledger ledger =
        new Ledger(warehouse, listed(context.spark(), listing, found.unseen()), rules)) {
      Ledger.Looked looked = ledger.looked();
      counts.count(looked.unchanged());
      if (looked.unchanged().sources() < looked.sources()) {
        IngestCommits commits = read(context, rules, units(context, ledger, listing), counts);
        if (looked.replaced() > 0) {
          commits.end(ledger.containersToReadAgain());
        }
      }
      if (looked.replaced() > 0) {
        ledger.removeReplaced(context.info());
      }
    }
    return counts.summary(found.ignored());
  }

  private static Dataset<Row> listed(SparkSession spark, Listing listing, boolean unseen) {
    Dataset<Row> found =
        spark
            .read()
            .schema(ListedSource.COLUMNS.schema())
            .option(DataSource.GLOB_PATHS_KEY(), false)
            .parquet(listing.found());
    if (!unseen) {
      return found;
    }
    StateOfSources look =
        new StateOfSources(new SerializableConfiguration(spark.sessionState().newHadoopConf()));
    return found
        .filter("length >= 0")
        .union(
            found
                .filter("length < 0")
                .repartition(spark.sparkContext().defaultParallelism(), functions.col("source_uri"))
                .mapPartitions(look, Encoders.row(ListedSource.COLUMNS.schema())));
  }

  /** The units that are left to be read, in the order of their URIs. */
  private static List<IntakeUnit> units(JobContext context, Ledger ledger, Listing listing) {
    CutUnits cut =
        new CutUnits(
            new SerializableConfiguration(context.spark().sessionState().newHadoopConf()),
            listing.units(),
            context.settings().ingest().packs());
    // One for each pack that will be written: some hundred bytes for 64 MiB.
    List<IntakeUnit> units = new ArrayList<>();
    ledger
        .toRead()
        .javaRDD()
        .mapPartitionsWithIndex(cut, true)
        .collect()
        .forEach(unit -> units.add(unit.numbered(units.size())));
    return units;
  }

  private static IngestCommits read(
      JobContext context, IntakeRules rules, List<IntakeUnit> units, IngestCounts counts) {
    Warehouse warehouse = context.warehouse();
    DigestSet known = KnownImages.read(warehouse, IngestCommits.WORK, context.info());
    IngestCommits commits = new IngestCommits(context, known, counts);
    Intake intake =
        new Intake(
            new SerializableConfiguration(context.spark().sessionState().newHadoopConf()),
            warehouse.path(Tables.CONTENTS),
            rules,
            context.settings().ingest().packs());
    Progress.Phase progress =
        context
            .phases()
            .stepped("Reading", Amount.images(units.stream().mapToLong(IntakeUnit::sources).sum()));
    new UnitFlow<IntakeUnit, TakenUnit>(
            context.spark().sparkContext(),
            ModelTasks.USUAL,
            intake::on,
            new UnitFlow.Pace<>(COMMIT_EVERY, SOURCES_PER_COMMIT, unit -> unit.sources().size()))
        .run(
            units,
            finished -> {
              commits.take(finished);
              finished.forEach(unit -> progress.step(unit.sources().size()));
            });
    return commits;
  }
}
