package org.tokenquarry.model;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs work in batches. A batch that does not fit into the device's memory is halved and run again,
 * and the batches after it stay that small. Where memory suffices, batches are as large as asked
 * for, so results do not change.
 */
public final class HalvingBatches {

  private HalvingBatches() {}

  /** One batch of the work. */
  @FunctionalInterface
  public interface Batch<T> {
    /**
     * Runs elements {@code first .. last - 1}.
     *
     * @return one result an element
     * @throws EngineException if the engine fails
     */
    List<T> run(int first, int last);
  }

  /** A batch whose results are still to be read. */
  public interface Started<T> extends AutoCloseable {
    /**
     * Waits for the results.
     *
     * @return one an element
     */
    List<T> read();

    /** Frees the batch's memory. */
    @Override
    void close();
  }

  /** One batch of the work, begun now and read later. */
  @FunctionalInterface
  public interface Start<T> {
    /**
     * Starts elements {@code first .. last - 1}.
     *
     * @param most the most elements of a batch now
     * @throws EngineException if the engine fails; nothing stays behind then
     */
    Started<T> start(int first, int last, int most);
  }

  /**
   * Runs everything.
   *
   * @param count how many elements there are
   * @param most the most elements of a batch, at least 1
   * @return one result an element, in order
   * @throws EngineException if a batch fails for another reason than memory, or if a single element
   *     does not fit
   */
  public static <T> List<T> run(int count, int most, Batch<T> batch) {
    return ahead(count, most, (first, last, size) -> done(batch.run(first, last)));
  }

  /**
   * Runs everything, and reads a batch only when the next one was started. So a device that
   * computes asynchronously has work while the host reads. Two batches are in memory at a time.
   *
   * @param count how many elements there are
   * @param most the most elements of a batch, at least 1
   * @return one result an element, in order
   * @throws EngineException as {@link #run}
   */
  public static <T> List<T> ahead(int count, int most, Start<T> batch) {
    List<T> results = new ArrayList<>(count);
    int size = most;
    int first = 0;
    Started<T> before = null;
    try {
      while (first < count) {
        int last = Math.min(count, first + size);
        Started<T> started = null;
        try {
          started = batch.start(first, last, size);
        } catch (EngineException e) {
          if (!outOfMemory(e) || (before == null && last - first == 1)) {
            throw e;
          }
          // The memory of the batch before may be what is missing: that is freed first.
          size = before == null ? (last - first) / 2 : size;
        }
        Started<T> done = before;
        before = started;
        first = started == null ? first : last;
        read(done, results);
      }
      Started<T> done = before;
      before = null;
      read(done, results);
      return results;
    } finally {
      if (before != null) {
        before.close();
      }
    }
  }

  private static <T> void read(Started<T> batch, List<T> results) {
    if (batch != null) {
      try (batch) {
        results.addAll(batch.read());
      }
    }
  }

  /** A batch that was read already. */
  public static <T> Started<T> done(List<T> results) {
    return new Done<>(results);
  }

  private record Done<T>(List<T> read) implements Started<T> {
    @Override
    public void close() {}
  }

  private static boolean outOfMemory(EngineException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("out of memory") || message.contains("can't allocate memory");
  }
}
