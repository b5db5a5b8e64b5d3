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
    List<T> results = new ArrayList<>(count);
    int size = most;
    int first = 0;
    while (first < count) {
      int last = Math.min(count, first + size);
      try {
        results.addAll(batch.run(first, last));
        first = last;
      } catch (EngineException e) {
        if (last - first == 1 || !outOfMemory(e)) {
          throw e;
        }
        size = (last - first) / 2;
      }
    }
    return results;
  }

  private static boolean outOfMemory(EngineException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("out of memory") || message.contains("can't allocate memory");
  }
}
