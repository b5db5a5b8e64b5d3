package org.tokenquarry.jobs.spark;

import java.util.HashMap;
import java.util.Map;

/**
 * Sums what the tasks of one part of the work have done, while they run. If a task runs several
 * times, one after another or at once, the run that got furthest counts, even if it failed. So the
 * sum never falls, and nothing counts twice. Spark's own sum has finished tasks only, and counts
 * repeated work twice.
 *
 * <p>Memory is bounded by the tasks of the part. For one thread at a time.
 */
final class TaskCounts {

  /** A task, whichever its run. */
  private record Task(int stage, int partition) {}

  private final Map<Long, Task> running = new HashMap<>();
  private final Map<Task, Long> furthest = new HashMap<>();
  private long sum;

  /**
   * A run of a task begins.
   *
   * @param run Spark's id of the run
   * @param stage Spark's id of its stage, the same in every attempt
   * @param partition of the stage
   */
  void started(long run, int stage, int partition) {
    running.put(run, new Task(stage, partition));
  }

  /**
   * A run has done so much since it began. Runs that were not heard of before are not counted.
   *
   * @param units at least 0
   */
  void did(long run, long units) {
    Task task = running.get(run);
    if (task != null) {
      long before = furthest.getOrDefault(task, 0L);
      if (units > before) {
        furthest.put(task, units);
        sum += units - before;
      }
    }
  }

  /** A run is over, however it ended; what it did stays counted. */
  void ended(long run) {
    running.remove(run);
  }

  /** Units done by all tasks. */
  long sum() {
    return sum;
  }
}
