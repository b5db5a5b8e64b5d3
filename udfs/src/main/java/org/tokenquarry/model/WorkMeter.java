package org.tokenquarry.model;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Counts the work of a model. Safe for use by many threads. */
final class WorkMeter {

  private final LongAdder images = new LongAdder();
  private final LongAdder sequences = new LongAdder();
  private final LongAdder tokens = new LongAdder();
  private final LongAdder flops = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final LongAdder nanoseconds = new LongAdder();
  private final ThreadLocal<Work> ofThread = ThreadLocal.withInitial(() -> Work.NONE);

  /** Runs a native call and counts it with the time that it takes. */
  <T> T count(Work work, Supplier<T> call) {
    long start = System.nanoTime();
    try {
      return call.get();
    } finally {
      long duration = System.nanoTime() - start;
      ofThread.set(ofThread.get().plus(work.took(duration)));
      nanoseconds.add(duration);
      images.add(work.images());
      sequences.add(work.sequences());
      tokens.add(work.tokens());
      flops.add(work.flops());
      calls.add(work.calls());
    }
  }

  /** All work so far; exact while no other thread computes. */
  Work reading() {
    return new Work(
        images.sum(), sequences.sum(), tokens.sum(), flops.sum(), calls.sum(), nanoseconds.sum());
  }

  /** The work so far for the calling thread. */
  Work readingOfThread() {
    return ofThread.get();
  }
}
