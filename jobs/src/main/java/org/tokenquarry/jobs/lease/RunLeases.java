package org.tokenquarry.jobs.lease;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tokenquarry.jobs.table.Fence;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Runs;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * The leases that a run takes: one on each warehouse that it writes to, when it first uses it.
 * Belongs to one thread.
 */
public final class RunLeases implements AutoCloseable {

  private final String verb;
  private final Optional<RunInfo> writer;
  private final boolean open;
  private final Map<String, Lease> taken = new HashMap<>();
  private final List<Held> held = new ArrayList<>();

  /**
   * A warehouse that this run writes to.
   *
   * @param warehouse the tables, as this run may use them
   * @param before the number of the latest commit of each table when the lease was taken
   */
  public record Held(Warehouse warehouse, Map<String, Long> before) {}

  private RunLeases(String verb, Optional<RunInfo> writer, boolean open) {
    this.verb = verb;
    this.writer = writer;
    this.open = open;
  }

  /** Of a run that writes. */
  public static RunLeases ofWriter(RunInfo run) {
    return new RunLeases(run.verb(), Optional.of(run), false);
  }

  /** Of a run that only reads, and needs no lease. */
  public static RunLeases ofReader(String verb) {
    return new RunLeases(verb, Optional.empty(), false);
  }

  /** Of a run that moves aliases, each by compare and swap, and needs no lease. */
  public static RunLeases ofMover(String verb) {
    return new RunLeases(verb, Optional.empty(), true);
  }

  /**
   * A warehouse as this run may use it.
   *
   * @param time for which a run is taken for alive without being heard
   * @throws org.tokenquarry.jobs.table.ConcurrentRunException if another run writes to it
   */
  public Warehouse on(Warehouse warehouse, Duration time) {
    if (open) {
      return warehouse;
    }
    if (writer.isEmpty()) {
      return warehouse.behind(Fence.closed(verb));
    }
    Lease lease = taken.get(warehouse.location());
    if (lease != null) {
      return warehouse.behind(lease.fence());
    }
    lease = Lease.take(warehouse, time, writer.get(), Clock.systemUTC());
    taken.put(warehouse.location(), lease);
    Warehouse leased = warehouse.behind(lease.fence());
    held.add(new Held(leased, new Runs(leased).versions()));
    return leased;
  }

  /** The warehouses that this run has a lease on. */
  public List<Held> held() {
    return List.copyOf(held);
  }

  /**
   * Gives the leases back. To be called when it is known of every commit whether it was made. After
   * another failure the leases are only no longer kept up: the next run then puts a fence before
   * what may still be under way.
   */
  public void release() {
    taken.values().forEach(Lease::release);
  }

  @Override
  public void close() {
    taken.values().forEach(Lease::close);
    taken.clear();
    held.clear();
  }
}
