package org.tokenquarry.jobs.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * How far the heap grew since a moment. Garbage counts until it is collected, so this is an upper
 * limit of what the work needs.
 */
final class HeapPeak {

  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  private final long before;

  /** Collects garbage and begins. */
  HeapPeak() {
    System.gc();
    this.before = pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** Bytes; the pools need not have had their peaks at the same time. */
  long bytes() {
    return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - before;
  }
}
