package org.tokenquarry.jobs.table;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.failure.Retries;
import org.tokenquarry.pack.FileLayout;
import org.tokenquarry.pack.RowFile;
import org.tokenquarry.pack.WrittenFile;
import org.tokenquarry.task.RowSchema;

/**
 * Commits of files: those that tasks have written, and rows that this process has. They need no
 * Spark job, so they are quick however busy the executors are. Each commit has a place in a {@link
 * Sequence}. Belongs to one thread.
 */
public final class FileCommits {

  private final Warehouse warehouse;

  /** Tables that are known to exist, because looking costs more than a commit. */
  private final Set<String> made = new HashSet<>();

  /** Commits to the tables of {@code warehouse}. */
  public FileCommits(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The place of the last commit of a kind of work to a table; number 0 if there is none. */
  public Sequence last(TableSpec table, String work) {
    return new Sequence(work, warehouse.has(table) ? warehouse.delta(table).last(work) : 0);
  }

  /**
   * Adds files in one commit.
   *
   * @param files in the directory of the table; their rows satisfy its constraints
   * @param place where the commit belongs, the next place of this table
   * @throws ConcurrentRunException if another run has made this commit
   */
  public void add(TableSpec table, Collection<AddedFile> files, Sequence place, RunInfo run) {
    make(table);
    warehouse
        .commits()
        .make(table, run, one -> warehouse.delta(table).add(table.name(), files, place, one));
  }

  /**
   * Adds rows, as one file, in one commit.
   *
   * @param rows satisfy the constraints of the table
   * @param partition values of its partition columns, the same for all rows
   * @param place where the commit belongs, the next place of this table
   * @throws ConcurrentRunException if another run has made this commit
   */
  public <T> void add(
      TableSpec table,
      RowSchema<T> columns,
      List<T> rows,
      Map<String, String> partition,
      Sequence place,
      RunInfo run) {
    make(table);
    RowSchema<T> stored = columns.without(partition.keySet());
    add(table, List.of(new AddedFile(write(table, stored, rows), partition)), place, run);
  }

  /**
   * Replaces all rows of a small table without partitions, in one commit.
   *
   * @param rows satisfy the constraints of the table
   * @param place where the commit belongs, the next place of this table
   * @throws ConcurrentRunException if another run has made this commit
   */
  <T> void replace(
      TableSpec table, RowSchema<T> columns, List<T> rows, Sequence place, RunInfo run) {
    make(table);
    List<WrittenFile> old =
        warehouse.direct(table).files(List.of(), Optional.empty(), any -> true).written();
    List<AddedFile> files = List.of(new AddedFile(write(table, columns, rows), Map.of()));
    warehouse
        .commits()
        .make(table, run, one -> warehouse.delta(table).swap(table.name(), old, files, place, one));
  }

  /** The files of the latest version of a table, in no order; none if it does not exist. */
  public List<TableFile> files(TableSpec table) {
    return warehouse.has(table) ? warehouse.delta(table).files() : List.of();
  }

  /** Removes files of a table, with their rows, in one commit. */
  public void remove(TableSpec table, Collection<TableFile> files, RunInfo run) {
    warehouse.commits().make(table, run, one -> warehouse.delta(table).remove(files, one));
  }

  private <T> WrittenFile write(TableSpec table, RowSchema<T> columns, List<T> rows) {
    return Retries.SHORT.unchecked(
        "writing a file of " + table.name(),
        () -> {
          try (RowFile file =
              RowFile.create(
                  warehouse.hadoop(),
                  new Path(warehouse.path(table)),
                  columns.schema(),
                  FileLayout.RESULTS)) {
            for (T row : rows) {
              file.write(columns.row(row));
            }
            return file.finish();
          }
        });
  }

  private void make(TableSpec table) {
    if (made.add(table.name())) {
      warehouse.commits().create(table, Map.of());
    }
  }
}
