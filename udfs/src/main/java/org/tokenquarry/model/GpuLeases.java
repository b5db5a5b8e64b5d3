package org.tokenquarry.model;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Assigns the GPUs of one machine to the tasks that run there at the same time. Only Spark's local
 * mode needs this, which does not assign GPUs itself. A task gets one of the GPUs with the fewest
 * tasks and keeps it until it ends.
 */
final class GpuLeases {

  private final Map<Long, Integer> held = new HashMap<>();

  /**
   * The GPU of a task.
   *
   * @param task id of the task attempt; one that holds a GPU gets the same again
   * @param gpus how many there are, at least 1
   * @return in [0, gpus); of GPUs with equally few tasks the first
   */
  synchronized int lease(long task, int gpus) {
    return held.computeIfAbsent(task, unused -> freest(gpus));
  }

  /** Gives a task's GPU back, if it holds one. */
  synchronized void release(long task) {
    held.remove(task);
  }

  private int freest(int gpus) {
    int[] holders = new int[gpus];
    held.values().stream().filter(gpu -> gpu < gpus).forEach(gpu -> holders[gpu]++);
    return IntStream.range(0, gpus)
        .reduce((best, next) -> holders[next] < holders[best] ? next : best)
        .orElseThrow();
  }
}
