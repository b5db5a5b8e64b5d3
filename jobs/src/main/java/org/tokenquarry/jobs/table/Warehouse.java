package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaMergeMatchedActionBuilder;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.tokenquarry.task.RowSchema;

/**
 * The Delta tables below one directory. A table is made by the first write to it. Until then it is
 * read as an empty table.
 *
 * <p>A warehouse belongs to one model, see {@link ModelBinding}.
 */
public final class Warehouse {

  private static final String FORMAT = "delta";
  private static final String ORIGIN = "userMetadata";

  private final Supplier<SparkSession> session;
  private final Configuration hadoop;
  private final String location;
  private final Path root;
  private final TableCommits commits;

  /**
   * Opens a warehouse. Nothing is created yet, and Spark is not started.
   *
   * @param session called when a table is read or written through Spark
   * @param hadoop says how file systems are reached
   * @param location a directory on any file system that Hadoop can reach
   */
  public Warehouse(Supplier<SparkSession> session, Configuration hadoop, String location) {
    this(session, hadoop, location, Fence.none());
  }

  private Warehouse(
      Supplier<SparkSession> session, Configuration hadoop, String location, Fence fence) {
    this.session = session;
    this.hadoop = hadoop;
    this.location = location;
    this.root = qualified(hadoop, location);
    this.commits = new TableCommits(this, fence);
  }

  /** Opens a warehouse with a session that is running already. */
  public Warehouse(SparkSession spark, String location) {
    this(() -> spark, spark.sessionState().newHadoopConf(), location);
  }

  /** The same warehouse, with commits that go through a fence. */
  public Warehouse behind(Fence other) {
    return new Warehouse(session, hadoop, location, other);
  }

  /** The session that the tables are read with. */
  public SparkSession spark() {
    return session.get();
  }

  /** The directory. */
  public String location() {
    return location;
  }

  /**
   * Checks that the directory exists.
   *
   * @throws org.tokenquarry.error.UserException if it does not
   */
  public void requireExisting() {
    if (!exists()) {
      throw TableErrors.warehouseMissing(location);
    }
  }

  /** Whether the directory exists. */
  public boolean exists() {
    try {
      return root.getFileSystem(hadoop).exists(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the table exists, which means that a run has written to it. */
  public boolean has(TableSpec table) {
    return DeltaTable.isDeltaTable(spark(), path(table));
  }

  /**
   * The rows of a table; none if it does not exist. An older table may lack columns that were added
   * later. These are null.
   */
  public Dataset<Row> read(TableSpec table) {
    if (!has(table)) {
      return spark().createDataFrame(List.of(), table.schema());
    }
    Dataset<Row> stored = stored(table);
    return stored.withColumns(missing(table, stored));
  }

  /**
   * The rows of {@code images} of one split.
   *
   * @param split one of {@link Split}
   */
  public Dataset<Row> images(String split) {
    return read(Tables.IMAGES).filter(col("split").equalTo(split));
  }

  /** The rows of {@code experiments} of one model and one setting of the experiments. */
  public Dataset<Row> experiments(String modelDigest, String settingsDigest) {
    return read(Tables.EXPERIMENTS)
        .filter(
            col("model_digest")
                .equalTo(modelDigest)
                .and(col("settings_digest").equalTo(settingsDigest)));
  }

  /** Reads a table in this process, without Spark. For small tables, or for a few columns. */
  DirectScan direct(TableSpec table) {
    return new DirectScan(hadoop, location, path(table), table);
  }

  /**
   * Rows that this process has made, in one partition, so that they become one file.
   *
   * @param columns the columns of the rows
   * @param values one for each row
   */
  public <T> Dataset<Row> rows(RowSchema<T> columns, List<T> values) {
    List<Row> rows = values.stream().map(columns::row).toList();
    return spark().createDataFrame(rows, columns.schema()).coalesce(1);
  }

  /**
   * Adds rows.
   *
   * @param rows columns by name; missing nullable columns are null
   */
  public void append(TableSpec table, Dataset<Row> rows, Commit commit) {
    commits.create(table, Map.of());
    commits.make(
        table,
        commit.run(),
        one ->
            writer(rows)
                .option(ORIGIN, one.json())
                .option("txnAppId", commit.transaction())
                .option("txnVersion", 1)
                .mode(SaveMode.Append)
                .save(path(table)));
  }

  /**
   * Replaces the rows that satisfy a condition by others that satisfy it, in one commit. To do it
   * twice has the same result as to do it once.
   *
   * @param condition SQL over the table's columns
   */
  public void replace(TableSpec table, String condition, Dataset<Row> rows, RunInfo run) {
    commits.create(table, Map.of());
    commits.make(
        table,
        run,
        one ->
            writer(rows)
                .option(ORIGIN, one.json())
                .mode(SaveMode.Overwrite)
                .option("replaceWhere", condition)
                .save(path(table)));
  }

  /**
   * Changes columns of the rows that satisfy a condition, in one commit.
   *
   * @param condition which rows
   * @param values new values by column
   */
  public void update(TableSpec table, Column condition, Map<String, Column> values, RunInfo run) {
    commits.create(table, Map.of());
    commits.command(
        table, run, () -> DeltaTable.forPath(spark(), path(table)).update(condition, values));
  }

  /** Deletes the rows that satisfy a condition, in one commit. The table exists. */
  void delete(TableSpec table, Column condition, RunInfo run) {
    commits.command(table, run, () -> DeltaTable.forPath(spark(), path(table)).delete(condition));
  }

  /**
   * Changes columns of the rows that satisfy a condition and whose key is listed, in one commit.
   *
   * @param condition which rows
   * @param keys distinct, in one column, which the table has too
   * @param key name of that column
   * @param values new values by column
   * @throws ConcurrentRunException if another run changed the same rows at the same time
   */
  public void updateMatching(
      TableSpec table,
      Column condition,
      Dataset<Row> keys,
      String key,
      Map<String, Column> values,
      RunInfo run) {
    commits.create(table, Map.of());
    whereListed(table, condition, keys, key, matched -> matched.update(values).execute(), run);
  }

  /**
   * Deletes the rows that satisfy a condition and whose key is listed, in one commit.
   *
   * @param condition over the columns of {@code changed}, which is the table, and of {@code listed}
   * @param keys distinct, in one column, which the table has too
   * @param key name of that column
   * @throws ConcurrentRunException if another run changed the same rows at the same time
   */
  public void deleteMatching(
      TableSpec table, Column condition, Dataset<Row> keys, String key, RunInfo run) {
    whereListed(table, condition, keys, key, matched -> matched.delete().execute(), run);
  }

  private void whereListed(
      TableSpec table,
      Column condition,
      Dataset<Row> keys,
      String key,
      Consumer<DeltaMergeMatchedActionBuilder> change,
      RunInfo run) {
    Column listed = col("changed." + key).equalTo(col("listed." + key));
    commits.command(
        table,
        run,
        () ->
            change.accept(
                DeltaTable.forPath(spark(), path(table))
                    .as("changed")
                    .merge(keys.as("listed"), condition.and(listed))
                    .whenMatched()));
  }

  /** Makes commits to these tables. */
  TableCommits commits() {
    return commits;
  }

  /** The files of a table, which must exist. */
  DeltaFiles delta(TableSpec table) {
    return new DeltaFiles(spark(), path(table));
  }

  /** The log of a table, read without Spark. The table may not exist. */
  public TableLog log(TableSpec table) {
    return new TableLog(hadoop, path(table));
  }

  /** The number of the latest commit of every table; {@link TableLog#NONE} where there is none. */
  public Map<String, Long> latestCommits() {
    Map<String, Long> latest = new TreeMap<>();
    Tables.all().forEach(table -> latest.put(table.name(), log(table).latest()));
    return latest;
  }

  /** The number of the table's latest commit; 0 if the table does not exist. */
  public long tableVersion(TableSpec table) {
    return Math.max(0, log(table).latest());
  }

  /** The properties of a table; none if it does not exist. Starts no Spark session. */
  Map<String, String> properties(TableSpec table) {
    return direct(table).properties();
  }

  static DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write().format(FORMAT);
  }

  /** The columns that an older table lacks, null. */
  static Map<String, Column> missing(TableSpec table, Dataset<Row> stored) {
    Set<String> there = Set.of(stored.columns());
    return Arrays.stream(table.schema().fields())
        .filter(field -> field.nullable() && !there.contains(field.name()))
        .collect(Collectors.toMap(StructField::name, field -> lit(null).cast(field.dataType())));
  }

  /** The rows of a table with the columns that it has. */
  Dataset<Row> stored(TableSpec table) {
    Dataset<Row> stored = spark().read().format(FORMAT).load(path(table));
    OlderTables.requireFits(location, table, stored.schema(), List.of(table.schema().fieldNames()));
    return stored;
  }

  /**
   * Checks the columns of a table, which may not exist.
   *
   * @throws org.tokenquarry.error.UserException if another program has changed them
   */
  void requireColumns(TableSpec table) {
    if (has(table)) {
      stored(table);
    }
  }

  /** Says how file systems are reached. */
  Configuration hadoop() {
    return hadoop;
  }

  /** The directory of a table, which may not exist yet. */
  public String path(TableSpec table) {
    return new Path(root, table.name()).toString();
  }

  /** Delta takes a relative location for the name of a table. */
  private static Path qualified(Configuration hadoop, String location) {
    try {
      Path path = new Path(location);
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
