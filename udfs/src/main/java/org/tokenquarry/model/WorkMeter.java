package org.tokenquarry.model;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Counts the work of a model. Safe for use by many threads. */
final class WorkMeter {

  private final AtomicReference<Work> total = new AtomicReference<>(Work.NONE);
  private final ThreadLocal<Work> ofThread = ThreadLocal.withInitial(() -> Work.NONE);

  /** Runs a native call and counts it with the time that it takes. */
  <T> T count(Work work, Supplier<T> call) {
    long start = System.nanoTime();
    try {
      return call.get();
    } finally {
      Work done = work.took(System.nanoTime() - start);
      ofThread.set(ofThread.get().plus(done));
      total.accumulateAndGet(done, Work::plus);
    }
  }

  /** All work so far. */
  Work reading() {
    return total.get();
  }

  /** The work so far for the calling thread. */
  Work readingOfThread() {
    return ofThread.get();
  }
}
