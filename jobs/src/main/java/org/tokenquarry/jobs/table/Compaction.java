package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * Merges small files of the tables that get new files every night. Rows stay as they are, but in
 * the order of a column that is searched, so that a reader who looks for an image opens few files.
 * The old files stay for readers that are at work; {@code VACUUM} removes them.
 *
 * <p>The bytes of images are never moved: their files are packs, which {@code images} names.
 */
public final class Compaction {

  /** What rows are ordered by, of each table that is compacted. */
  private static final Map<TableSpec, List<String>> ORDERS = orders();

  private final Warehouse warehouse;
  private final CompactionLimits limits;

  /**
   * What was done to one table.
   *
   * @param files that were merged
   * @param into files that hold their rows now
   * @param bytes of the merged files
   * @param left whether another run changed these files first, so that they were left as they are
   */
  public record Outcome(long files, long into, long bytes, boolean left) {

    private static final Outcome NOTHING = new Outcome(0, 0, 0, false);

    private Outcome plus(Outcome other) {
      return new Outcome(
          files + other.files, into + other.into, bytes + other.bytes, left || other.left);
    }
  }

  /** Compacts tables of {@code warehouse}. */
  public Compaction(Warehouse warehouse, CompactionLimits limits) {
    this.warehouse = warehouse;
    this.limits = limits;
  }

  private static Map<TableSpec, List<String>> orders() {
    Map<TableSpec, List<String>> orders = new LinkedHashMap<>();
    orders.put(Tables.EXPERIMENTS, List.of("image_id", "token_index"));
    orders.put(Tables.MINED, List.of("image_id"));
    orders.put(Tables.IMAGES, List.of("image_id"));
    orders.put(Tables.SOURCES, List.of("source_uri"));
    orders.put(Tables.QUARANTINE, List.of("source_uri", "image_id"));
    orders.put(Tables.ALIASES, List.of("alias", "move"));
    orders.put(Tables.EVALUATIONS, List.of("version", "question_set", "metric", "pruner", "keep"));
    return orders;
  }

  /** The tables that are compacted. */
  public static List<TableSpec> tables() {
    return List.copyOf(ORDERS.keySet());
  }

  /**
   * Compacts a table, one commit for each partition. Without small files there is no commit.
   *
   * @param table one of {@link #tables}
   */
  public Outcome compact(TableSpec table, RunInfo run) {
    Outcome all = Outcome.NOTHING;
    if (warehouse.has(table)) {
      FileRewrite rewrite = new FileRewrite(warehouse.spark(), warehouse.path(table));
      List<TableFile> files = warehouse.direct(table).tableFiles();
      for (List<TableFile> group : CompactionPlan.groups(files, limits)) {
        all = all.plus(merge(table, rewrite, group, run));
      }
      rewrite.keepLogShort();
    }
    return all;
  }

  private Outcome merge(TableSpec table, FileRewrite rewrite, List<TableFile> group, RunInfo run) {
    long bytes = CompactionPlan.bytes(group);
    int into = Math.toIntExact(Math.max(1, (bytes + limits.fileBytes() - 1) / limits.fileBytes()));
    Column[] order =
        Stream.concat(table.partitionColumns().stream(), ORDERS.get(table).stream())
            .map(name -> col(name))
            .toArray(Column[]::new);
    try {
      long[] written = new long[1];
      warehouse
          .commits()
          .make(
              table, run, one -> written[0] = rewrite.merge(table.name(), group, into, order, one));
      return new Outcome(group.size(), written[0], bytes, false);
    } catch (ConcurrentRunException e) {
      return new Outcome(0, 0, 0, true); // The next run finds what is there then.
    }
  }
}
