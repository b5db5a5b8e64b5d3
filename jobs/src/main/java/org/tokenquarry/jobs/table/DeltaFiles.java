package org.tokenquarry.jobs.table;

import io.delta.exceptions.DeltaConcurrentModificationException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.jobs.spark.ScalaCollections;
import org.tokenquarry.pack.WrittenFile;
import scala.Option;

/**
 * The files of one Delta table. Adds files that tasks have written, which needs no Spark job: the
 * driver writes one entry of the log, however busy the executors are.
 *
 * <p>Delta has no public interface for this that keeps CHECK constraints, so this class alone uses
 * the transaction that Delta's own writers use. Delta does not check the constraints then: who
 * writes the files does.
 */
final class DeltaFiles {

  private static final String CONSTRAINT = "delta.constraints.";

  private final DeltaLog log;
  private final Path directory;

  /**
   * Looks at a table, which must exist.
   *
   * @param path of the table
   */
  DeltaFiles(SparkSession spark, String path) {
    this.log = DeltaLog.forTable(spark, path);
    this.directory = new Path(path);
  }

  /**
   * Makes a table. Its directory may hold files already: tasks may write before the first commit.
   *
   * @param properties beside those that every such table has
   * @param epoch see {@link Fence}
   * @throws DeltaConcurrentModificationException if another run makes it at the same time
   */
  static void create(
      SparkSession spark,
      String path,
      TableSpec table,
      Map<String, String> properties,
      OptionalLong epoch,
      RunInfo run) {
    Metadata metadata = metadata(UUID.randomUUID().toString(), table, properties);
    OptimisticTransaction transaction = start(DeltaLog.forTable(spark, path));
    transaction.updateMetadataForNewTable(metadata);
    transaction.commit(
        ScalaCollections.scala(epoch.stream().mapToObj(DeltaFiles::mark).toList()),
        new DeltaOperations.CreateTable(metadata, false, false, Option.empty()) {
          @Override
          public Option<String> userMetadata() {
            return Option.apply(run.json());
          }
        });
  }

  /**
   * Replaces rows, columns and constraints in one commit. Other properties stay.
   *
   * @param rows with the columns of {@code table}
   */
  void replace(TableSpec table, Dataset<Row> rows, RunInfo run) {
    OptimisticTransaction transaction = start(log);
    Metadata old = transaction.metadata();
    Map<String, String> kept = new HashMap<>(ScalaCollections.java(old.configuration()));
    kept.keySet().removeIf(property -> property.startsWith(CONSTRAINT));
    Metadata metadata = metadata(old.id(), table, kept);
    transaction.updateMetadataForTableOverwrite(metadata);
    List<Action> actions = new ArrayList<>();
    long now = System.currentTimeMillis();
    ScalaCollections.java(transaction.filterFiles())
        .forEach(file -> actions.add(file.removeWithTimestamp(now, true)));
    actions.addAll(ScalaCollections.java(transaction.writeFiles(rows)));
    commit(transaction, actions, write(SaveMode.Overwrite, run));
  }

  private static Metadata metadata(String id, TableSpec table, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(TableProperties.of(table));
    all.putAll(properties);
    table.checks().forEach((name, check) -> all.put(CONSTRAINT + name, check));
    return new Metadata(
        id,
        null,
        null,
        new Format("parquet", ScalaCollections.scala(Map.of())),
        table.schema().json(),
        ScalaCollections.scala(table.partitionColumns()),
        ScalaCollections.scala(all),
        Option.apply(System.currentTimeMillis()));
  }

  /** The number of the last commit of a kind of work; 0 if there is none. */
  long last(String work) {
    return last(start(log), work);
  }

  /**
   * Reads the number. From then on Delta refuses the commit of the transaction if another run makes
   * one with a number of this work first. The number stands in the checksum that Delta writes with
   * each commit. To ask the transaction itself would read the whole log each time.
   */
  static long last(OptimisticTransaction transaction, String work) {
    if (transaction.snapshot().version() < 0) {
      transaction.readTxn().$plus$eq(work);
      return 0; // The table is being made, and to ask would be a Spark job.
    }
    Option<VersionChecksum> checksum = transaction.snapshot().checksumOpt();
    if (checksum.isEmpty() || checksum.get().setTransactions().isEmpty()) {
      return Math.max(0, transaction.txnVersion(work));
    }
    transaction.readTxn().$plus$eq(work);
    return ScalaCollections.java(checksum.get().setTransactions().get()).stream()
        .filter(each -> each.appId().equals(work))
        .mapToLong(SetTransaction::version)
        .findFirst()
        .orElse(0);
  }

  /**
   * Adds files in one commit.
   *
   * @param sequence the commit's place. It must be the next one
   * @throws ConcurrentRunException if another run has made this commit
   */
  void add(String table, Collection<AddedFile> files, Sequence sequence, RunInfo run) {
    commit(table, files, List.of(), sequence, run);
    keepLogShort();
  }

  /**
   * Replaces all files of a small table in one commit. Runs no Spark job.
   *
   * @param old all files of the table at the place before {@code sequence}
   * @param sequence the commit's place. It must be the next one
   * @throws ConcurrentRunException if another run has made this commit
   */
  void swap(
      String table,
      Collection<WrittenFile> old,
      Collection<AddedFile> files,
      Sequence sequence,
      RunInfo run) {
    commit(table, files, old, sequence, run);
  }

  private void commit(
      String table,
      Collection<AddedFile> added,
      Collection<WrittenFile> removed,
      Sequence sequence,
      RunInfo run) {
    OptimisticTransaction transaction = start(log);
    if (last(transaction, sequence.work()) != sequence.number() - 1) {
      throw TableErrors.sequenceRace(table);
    }
    long now = System.currentTimeMillis();
    List<Action> actions = new ArrayList<>();
    actions.add(new SetTransaction(sequence.work(), sequence.number(), Option.apply(now)));
    removed.forEach(file -> actions.add(AddFiles.removed(file, now)));
    added.forEach(file -> actions.add(AddFiles.of(file, now)));
    commit(transaction, actions, write(SaveMode.Append, run));
  }

  /** Writes a checkpoint if it is time for one. */
  void keepLogShort() {
    LogUpkeep.after(log);
  }

  /** Leaves the epoch of a {@link Fence} in the log, in a commit that changes no row. */
  void mark(long epoch, RunInfo run) {
    commit(start(log), List.of(mark(epoch)), write(SaveMode.Append, run));
  }

  private static Action mark(long epoch) {
    return new SetTransaction(Fence.EPOCH, epoch, Option.apply(System.currentTimeMillis()));
  }

  /** Where a file of the table lies. */
  private String uri(AddFile file) {
    return new Path(directory, new Path(URI.create(file.path()))).toString();
  }

  /**
   * Removes files in one commit.
   *
   * @param files of the latest version
   */
  void remove(Collection<TableFile> files, RunInfo run) {
    OptimisticTransaction transaction = start(log);
    List<Action> actions = new ArrayList<>();
    find(transaction, files).forEach(file -> actions.add(file.remove()));
    commit(transaction, actions, write(SaveMode.Append, run));
  }

  /** Those of some files that the version of a transaction has. */
  List<AddFile> find(OptimisticTransaction transaction, Collection<TableFile> wanted) {
    Set<String> uris = wanted.stream().map(TableFile::uri).collect(Collectors.toSet());
    List<AddFile> found = new ArrayList<>();
    transaction
        .snapshot()
        .allFiles()
        .toLocalIterator()
        .forEachRemaining(
            file -> {
              if (uris.contains(uri(file))) {
                found.add(file);
              }
            });
    return found;
  }

  /** Commits; {@link TableCommits} says what a conflict means. */
  static void commit(
      OptimisticTransaction transaction,
      List<Action> actions,
      DeltaOperations.Operation operation) {
    transaction.commit(ScalaCollections.scala(actions), operation);
  }

  private static DeltaOperations.Operation write(SaveMode mode, RunInfo run) {
    return WriteOperation.of(mode, run.json());
  }

  /** Looks at the log again, after a commit that Delta does not know of. */
  void refresh() {
    log.update(false, Option.empty(), Option.empty());
  }

  /** The columns of the latest version. */
  StructType schema() {
    return log.update(false, Option.empty(), Option.empty()).schema();
  }

  /**
   * Whether the rows of the table are those of its Parquet files, with the same names of columns:
   * it has neither deletion vectors nor a column mapping.
   */
  boolean plain() {
    Snapshot latest = log.update(false, Option.empty(), Option.empty());
    if (!latest.columnMappingMode().name().equals("none")) {
      return false;
    }
    Iterator<AddFile> files = latest.allFiles().toLocalIterator();
    while (files.hasNext()) {
      if (files.next().deletionVector() != null) {
        return false;
      }
    }
    return true;
  }

  private static OptimisticTransaction start(DeltaLog log) {
    return log.startTransaction(Option.empty(), Option.empty());
  }

  /** The files of the latest version, in no order. */
  List<TableFile> files() {
    List<TableFile> files = new ArrayList<>();
    log.update(false, Option.empty(), Option.empty())
        .allFiles()
        .toLocalIterator()
        .forEachRemaining(
            file ->
                files.add(
                    new TableFile(
                        uri(file),
                        file.size(),
                        rows(file),
                        ScalaCollections.java(file.partitionValues()))));
    return files;
  }

  /** A file without statistics makes the sum wrong, so that whoever compares it counts himself. */
  private static long rows(AddFile file) {
    Option<Object> rows = file.numLogicalRecords();
    return rows.isDefined() ? (Long) rows.get() : -1;
  }
}
