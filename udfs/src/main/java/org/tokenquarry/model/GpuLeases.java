package org.tokenquarry.model;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Deals the GPUs of one machine to the tasks that run there at the same time, where Spark does not:
 * in its local mode. A task keeps its GPU until it ends; each gets one of those that the fewest
 * tasks hold.
 */
final class GpuLeases {

  private final Map<Long, Integer> held = new HashMap<>();

  /**
   * The GPU of a task.
   *
   * @param task its attempt; one that holds a GPU is given the same again
   * @param gpus how many there are, at least 1
   * @return from 0 to below {@code gpus}; of equally free ones the first
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
