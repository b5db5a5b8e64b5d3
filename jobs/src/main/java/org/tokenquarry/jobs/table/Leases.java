package org.tokenquarry.jobs.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table {@code lease} of a warehouse. It has one row, which is changed by compare and swap: of
 * two runs that change it at the same time, one does.
 */
public final class Leases {

  private static final String WORK = "lease";

  private final Warehouse warehouse;

  /** Looks at the lease of {@code warehouse}. */
  public Leases(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Who has the lease, or had it last; empty if nobody ever had. Starts no Spark session. */
  public Optional<LeaseRow> current() {
    return warehouse
        .direct(Tables.LEASE)
        .rows(
            List.of(LeaseRow.COLUMNS.schema().fieldNames()),
            Optional.empty(),
            row -> Optional.of(LeaseRow.of(row)))
        .stream()
        .findFirst();
  }

  /**
   * Changes the row in one commit. Starts no Spark job, so it is quick however busy the executors
   * are.
   *
   * @param row as it will be; its {@code change} is the next number
   * @throws ConcurrentRunException if another run changed it first
   */
  public void replace(LeaseRow row, RunInfo run) {
    Sequence place = new Sequence(WORK, row.change());
    new FileCommits(warehouse).replace(Tables.LEASE, LeaseRow.COLUMNS, List.of(row), place, run);
  }

  /**
   * Keeps the late commits of a dead run out of every table.
   *
   * @param taken the lease that follows the dead run's
   * @return what the commits of this run go through
   * @throws ConcurrentRunException if the lease was taken over again meanwhile
   */
  public Fence fence(LeaseRow taken, RunInfo run) {
    Map<Boolean, Set<TableSpec>> tables =
        guarded().collect(Collectors.partitioningBy(warehouse::has, Collectors.toSet()));
    Fence fence = Fence.of(taken, names(tables.get(false)));
    Warehouse fenced = warehouse.behind(fence);
    for (TableSpec table : tables.get(true)) {
      fenced.commits().make(table, run, one -> fenced.delta(table).mark(taken.epoch(), one));
    }
    return fence;
  }

  /** What the commits of a run go through that took the lease after one that gave it back. */
  public Fence open(LeaseRow taken) {
    return Fence.of(taken, Set.of());
  }

  /** Writes a checkpoint of the table if it is time for one; this is a Spark job. */
  public void keepLogShort() {
    warehouse.delta(Tables.LEASE).keepLogShort();
  }

  private static Set<String> names(Set<TableSpec> tables) {
    return tables.stream().map(TableSpec::name).collect(Collectors.toSet());
  }

  private static Stream<TableSpec> guarded() {
    return Tables.all().stream().filter(table -> !table.equals(Tables.LEASE));
  }
}
