package org.tokenquarry.jobs.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.tokenquarry.jobs.table.LeaseRow;

/**
 * A process that has a lease.
 *
 * @param host its name in the network
 * @param pid its number there
 * @param startedAt when it started; null where the system does not tell
 */
record Holder(String host, long pid, Instant startedAt) {

  /** This process. */
  static Holder self() {
    ProcessHandle process = ProcessHandle.current();
    return new Holder(hostName(), process.pid(), started(process));
  }

  /** Who has a lease. */
  static Holder of(LeaseRow lease) {
    return new Holder(lease.host(), lease.pid(), lease.startedAt());
  }

  /**
   * Whether it is certain that the process has ended. Of a process on another host, nothing is
   * certain; two hosts of the same name can be mistaken, and then the fence keeps the loser out.
   */
  boolean hasEnded() {
    if (!host.equals(hostName())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty() || isAnother(started(process.get()));
  }

  /** The number of an ended process may be given to a new one. */
  private boolean isAnother(Instant started) {
    return startedAt != null && started != null && !startedAt.equals(started);
  }

  private static Instant started(ProcessHandle process) {
    // As precise as tables keep it.
    return process
        .info()
        .startInstant()
        .map(time -> time.truncatedTo(ChronoUnit.MILLIS))
        .orElse(null);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
