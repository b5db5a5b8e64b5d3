package org.tokenquarry.jobs;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Measures how long something takes, and how much of the heap is left behind collections. */
public final class Heap {

  private Heap() {}

  /**
   * Does some work and prints what it needed. The heap that a collection leaves may hold garbage of
   * the old generation, so what is printed is an upper bound.
   */
  public static <T> T measured(String what, Callable<T> work) throws Exception {
    AtomicLong most = new AtomicLong();
    NotificationListener listener = (notification, unused) -> note(notification, most);
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) each).addNotificationListener(listener, null, null);
    }
    long start = System.nanoTime();
    try {
      return work.call();
    } finally {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f s | %.2f GB |%n",
          what,
          (System.nanoTime() - start) / 1e9,
          most.get() / 1e9);
      remove(listener);
    }
  }

  private static void remove(NotificationListener listener) throws ListenerNotFoundException {
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) each).removeNotificationListener(listener);
    }
  }

  private static void note(Notification notification, AtomicLong most) {
    long used =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
            .getGcInfo()
            .getMemoryUsageAfterGc()
            .entrySet()
            .stream()
            .filter(pool -> pool.getKey().startsWith("G1 "))
            .map(Map.Entry::getValue)
            .mapToLong(MemoryUsage::getUsed)
            .sum();
    most.accumulateAndGet(used, Math::max);
  }
}
