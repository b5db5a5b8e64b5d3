package org.tokenquarry.jobs.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.IngestSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.spark.CountedPhase;
import org.tokenquarry.jobs.spark.SparkProgress;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.jobs.table.QuarantineEntry;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.task.ReadImages;

/**
 * Adds images to the warehouse, each content once.
 *
 * <p>Input: folders, files, lists of files, Delta or Parquet tables with a column {@code content}.
 * Output tables: {@code images}, {@code quarantine}. Example:
 *
 * <pre>{@code tokenquarry ingest photos --warehouse warehouse}</pre>
 *
 * <p>Failure modes: a path is missing or holds no image ({@link UserException}). An unreadable
 * image is quarantined, and the run goes on.
 */
public final class IngestJob implements Job<IngestSummary> {

  /** Files between two commits: bounds what a crash costs and what is kept on local disks. */
  private static final int CHUNK = 10_000;

  private static final int FILES_PER_TASK = 32;
  private static final int IMAGES_PER_FILE = 2_000;
  private static final String SOURCE = "source_uri";

  @Override
  public IngestSummary run(JobContext context) {
    IngestSettings settings = context.settings().ingest();
    if (settings.paths().isEmpty()) {
      throw IngestErrors.noPath();
    }
    SparkProgress phases = context.phases();
    phases.uncounted("Looking for images in " + String.join(", ", settings.paths()));
    ImageSource source =
        new ImageSource(
            context.spark().sessionState().newHadoopConf(), Set.copyOf(settings.extensions()));
    ImageSource.Found found = source.find(settings.paths());
    IngestCounts counts = new IngestCounts();
    CountedPhase files = phases.counted("Reading", Amount.images(found.files().size()));
    for (int first = 0; first < found.files().size(); first += CHUNK) {
      int last = Math.min(found.files().size(), first + CHUNK);
      ingest(
          context,
          files(context.spark(), found.files().subList(first, last)),
          files,
          last - first,
          counts);
    }
    for (ImageSource.Table table : found.tables()) {
      Dataset<Row> rows = load(context.spark(), table);
      long count = rows.count();
      ingest(
          context,
          images(table, rows),
          phases.counted("Reading a table", Amount.images(count)),
          count,
          counts);
    }
    return counts.summary(found.ignored());
  }

  private static Dataset<Row> files(SparkSession spark, List<String> uris) {
    List<Row> rows = uris.stream().map(ReadImages.UNREAD::row).toList();
    int tasks = 1 + uris.size() / FILES_PER_TASK;
    return spark.createDataFrame(rows, ReadImages.UNREAD.schema()).repartition(tasks);
  }

  private static Dataset<Row> load(SparkSession spark, ImageSource.Table table) {
    return spark
        .read()
        .format(table.format())
        .option(DataSource.GLOB_PATHS_KEY(), false)
        .load(table.path());
  }

  private static Dataset<Row> images(ImageSource.Table table, Dataset<Row> rows) {
    List<String> columns = Arrays.asList(rows.columns());
    if (!columns.contains("content")) {
      throw IngestErrors.noContentColumn(table.path());
    }
    Column uri =
        columns.contains(SOURCE)
            ? col(SOURCE)
            : concat(lit(table.path() + "#"), sha2(col("content"), 256));
    return rows.select(uri.as(SOURCE), col("content")).filter(col("content").isNotNull());
  }

  private static void ingest(
      JobContext context,
      Dataset<Row> inputs,
      CountedPhase reading,
      long count,
      IngestCounts counts) {
    ReadImages read =
        new ReadImages(
            new SerializableConfiguration(context.spark().sessionState().newHadoopConf()),
            context.settings().ingest().limits());
    Dataset<Row> results =
        inputs
            .mapPartitions(reading.results(read, count), Encoders.row(ReadImages.OUTPUT))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      results.groupBy("reason").count().collectAsList().forEach(counts::count);
      reading.done();
      counts.added(addImages(context, results));
      Dataset<Row> refused = results.filter(col("reason").isNotNull());
      quarantine(context, refused);
      // Rows of a table may share a source. It counts as refused if one of them is refused.
      Dataset<Row> sources =
          results
              .filter(col("reason").isNull())
              .select(SOURCE)
              .distinct()
              .join(refused.select(SOURCE), new String[] {SOURCE}, "left_anti");
      new Quarantine(context.warehouse()).takenIn(sources, context.info());
    } finally {
      results.unpersist();
    }
  }

  private static long addImages(JobContext context, Dataset<Row> results) {
    Warehouse warehouse = context.warehouse();
    // Of several files with the same content the first URI is kept, for every partitioning.
    Dataset<Row> fresh =
        results
            .filter(col("reason").isNull())
            .select("image_id", SOURCE)
            .join(
                warehouse.read(Tables.IMAGES).select("image_id"),
                new String[] {"image_id"},
                "left_anti")
            .groupBy("image_id")
            .agg(min(SOURCE).as(SOURCE));
    List<Row> keys = fresh.collectAsList();
    if (keys.isEmpty()) {
      return 0;
    }
    Dataset<Row> chosen =
        results
            .join(
                broadcast(context.spark().createDataFrame(keys, fresh.schema())),
                new String[] {"image_id", SOURCE},
                "left_semi")
            .dropDuplicates("image_id")
            .select(
                col("image_id"),
                col("content"),
                col("width"),
                col("height"),
                col("format"),
                col(SOURCE),
                lit(context.settings().ingest().split()).as("split"),
                current_timestamp().as("ingested_at"))
            .coalesce(1 + keys.size() / IMAGES_PER_FILE);
    warehouse.append(Tables.IMAGES, chosen, commit(context, "images", keys));
    return keys.size();
  }

  /**
   * Quarantines sources that have no open row yet. The number of a source's earlier rows is part of
   * the commit's identity, because the source may have been refused for the same bytes before.
   */
  private static void quarantine(JobContext context, Dataset<Row> refused) {
    Quarantine quarantine = new Quarantine(context.warehouse());
    Dataset<Row> before =
        quarantine
            .ofIngest()
            .groupBy(SOURCE)
            .agg(max(col("resolved_run_id").isNull()).as("open"), count(lit(1)).as("times"));
    List<Row> keys =
        refused
            .join(before, new String[] {SOURCE}, "left")
            .filter(coalesce(not(col("open")), lit(true)))
            .select(SOURCE, "image_id", "reason", "detail", "retryable", "exceeded", "times")
            .distinct()
            .collectAsList();
    if (!keys.isEmpty()) {
      quarantine.add(
          keys.stream().map(IngestJob::entry).toList(), commit(context, "quarantine", keys));
    }
  }

  private static QuarantineEntry entry(Row key) {
    return new QuarantineEntry(
        key.getAs(SOURCE),
        key.getAs("image_id"),
        key.getAs("reason"),
        key.getAs("detail"),
        key.getAs("retryable"),
        key.getAs("exceeded"));
  }

  private static Commit commit(JobContext context, String what, List<Row> keys) {
    List<String> identities = keys.stream().map(Row::toString).sorted().toList();
    return new Commit("ingest-" + what + "-" + Sha256.of(identities), context.info());
  }
}
