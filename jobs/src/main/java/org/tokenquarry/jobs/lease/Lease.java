package org.tokenquarry.jobs.lease;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tokenquarry.jobs.table.ConcurrentRunException;
import org.tokenquarry.jobs.table.Fence;
import org.tokenquarry.jobs.table.LeaseRow;
import org.tokenquarry.jobs.table.Leases;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * The right of a run to write to a warehouse. A thread of its own tells others that the run is
 * alive. Who does not tell so for the time of the lease loses it to the next run that asks, and the
 * fence refuses what he commits after that. So no clock has to be right: with a wrong one a run may
 * lose its lease early, or a dead run keep it for longer.
 */
final class Lease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private static final int HEARTBEATS = 3;

  /** What runs of this process have; a process that is alive may have a run that is not. */
  private static final Set<String> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Leases leases;
  private final String location;
  private final Duration time;
  private final RunInfo run;
  private final Clock clock;
  private final Fence fence;
  private final Timer heart;
  private LeaseRow row;

  private Lease(
      Warehouse warehouse, Duration time, RunInfo run, Clock clock, LeaseRow row, Fence fence) {
    this.leases = new Leases(warehouse);
    this.location = warehouse.location();
    this.time = time;
    this.run = run;
    this.clock = clock;
    this.row = row;
    this.fence = fence;
    this.heart = new Timer("lease of " + location, true);
    long pause = time.toMillis() / HEARTBEATS;
    heart.schedule(
        new TimerTask() {
          @Override
          public void run() {
            beat();
          }
        },
        pause,
        pause);
  }

  /**
   * Takes the lease.
   *
   * @param time for which this run is taken for alive without being heard
   * @throws ConcurrentRunException if another run has it, or takes it at the same time
   */
  static Lease take(Warehouse warehouse, Duration time, RunInfo run, Clock clock) {
    Leases leases = new Leases(warehouse);
    Optional<LeaseRow> last = leases.current();
    Instant now = now(clock);
    last.filter(each -> isHeld(each, warehouse.location(), now))
        .ifPresent(
            held -> {
              throw LeaseErrors.inUse(warehouse.location(), held, now);
            });
    Holder self = Holder.self();
    LeaseRow taken =
        new LeaseRow(
            last.map(LeaseRow::change).orElse(0L) + 1,
            last.map(LeaseRow::epoch).orElse(0L) + 1,
            run.runId(),
            run.verb(),
            self.host(),
            self.pid(),
            self.startedAt(),
            now,
            now,
            now.plus(time),
            null);
    leases.replace(taken, run);
    OF_THIS_PROCESS.add(key(warehouse.location(), taken));
    boolean givenBack = last.map(each -> each.releasedAt() != null).orElse(true);
    if (!givenBack) {
      LOG.warn("The run {} did not give the lease back: it is taken over", last.get().runId());
    }
    Fence fence = givenBack ? leases.open(taken) : leases.fence(taken, run);
    leases.keepLogShort();
    return new Lease(warehouse, time, run, clock, taken, fence);
  }

  private static boolean isHeld(LeaseRow lease, String location, Instant now) {
    if (lease.releasedAt() != null || !now.isBefore(lease.expiresAt())) {
      return false;
    }
    Holder holder = Holder.of(lease);
    return holder.equals(Holder.self())
        ? OF_THIS_PROCESS.contains(key(location, lease))
        : !holder.hasEnded();
  }

  private static String key(String location, LeaseRow lease) {
    return location + " " + lease.runId();
  }

  /** What the commits of this run go through. */
  Fence fence() {
    return fence;
  }

  private synchronized void beat() {
    if (row.releasedAt() != null) {
      return; // It waited for the release.
    }
    try {
      Instant now = now(clock);
      change(row.heard(now, now.plus(time)));
    } catch (ConcurrentRunException e) {
      LOG.warn(
          "Another run has taken the lease on {} over; this run's next commit fails", location);
      heart.cancel();
    } catch (Exception e) { // The next beat comes; and if none succeeds, the fence is there.
      LOG.warn("The lease on {} could not be kept up", location, e);
    }
  }

  private void change(LeaseRow changed) {
    leases.replace(changed, run);
    row = changed;
  }

  /** Gives the lease back, so that the next run need not wait. Does nothing if it was lost. */
  synchronized void release() {
    heart.cancel();
    try {
      change(row.released(now(clock)));
    } catch (ConcurrentRunException e) {
      LOG.warn("The lease on {} was lost before it was given back", location);
    }
  }

  /** Tells nobody any more that this run is alive. */
  @Override
  public void close() {
    heart.cancel();
    OF_THIS_PROCESS.remove(key(location, row));
  }

  /** As precise as tables keep it. */
  private static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
