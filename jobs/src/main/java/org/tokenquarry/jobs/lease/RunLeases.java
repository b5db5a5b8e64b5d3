package org.tokenquarry.jobs.lease;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tokenquarry.jobs.table.Fence;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * The leases that a run takes: one on each warehouse that it writes to, when it first uses it.
 * Belongs to one thread.
 */
public final class RunLeases implements AutoCloseable {

  private final Optional<RunInfo> writer;
  private final Fence withoutLease;
  private final Map<String, Taken> taken = new LinkedHashMap<>();

  /**
   * A warehouse that this run writes to.
   *
   * @param warehouse the tables, as this run may use them
   * @param before the number of the latest commit of each table when the lease was taken
   */
  public record Held(Warehouse warehouse, Map<String, Long> before) {}

  private record Taken(Lease lease, Held held) {}

  private RunLeases(Optional<RunInfo> writer, Fence withoutLease) {
    this.writer = writer;
    this.withoutLease = withoutLease;
  }

  /** Of a run that writes. */
  public static RunLeases ofWriter(RunInfo run) {
    return new RunLeases(Optional.of(run), Fence.closed(run.verb()));
  }

  /** Of a run that only reads, and needs no lease. */
  public static RunLeases ofReader(String verb) {
    return new RunLeases(Optional.empty(), Fence.closed(verb));
  }

  /** Of a run that moves aliases, each by compare and swap, and needs no lease. */
  public static RunLeases ofMover() {
    return new RunLeases(Optional.empty(), Fence.none());
  }

  /**
   * A warehouse as this run may use it.
   *
   * @param time for which a run is taken for alive without being heard
   * @throws org.tokenquarry.jobs.table.ConcurrentRunException if another run writes to it
   */
  public Warehouse on(Warehouse warehouse, Duration time) {
    if (writer.isEmpty()) {
      return warehouse.behind(withoutLease);
    }
    Fence fence =
        taken
            .computeIfAbsent(warehouse.location(), location -> take(warehouse, time, writer.get()))
            .lease()
            .fence();
    return warehouse.behind(fence);
  }

  private static Taken take(Warehouse warehouse, Duration time, RunInfo run) {
    Lease lease = Lease.take(warehouse, time, run, Clock.systemUTC());
    Warehouse leased = warehouse.behind(lease.fence());
    return new Taken(lease, new Held(leased, leased.latestCommits()));
  }

  /** The warehouses that this run has a lease on. */
  public List<Held> held() {
    return taken.values().stream().map(Taken::held).toList();
  }

  /**
   * Gives the leases back. To be called when it is known of every commit whether it was made. After
   * another failure the leases are only no longer kept up: the next run then puts a fence before
   * what may still be under way.
   */
  public void release() {
    taken.values().forEach(each -> each.lease().release());
  }

  @Override
  public void close() {
    taken.values().forEach(each -> each.lease().close());
    taken.clear();
  }
}
