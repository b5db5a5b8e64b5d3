package org.tokenquarry.jobs.standalone;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * A task that ran for a while.
 *
 * @param begin milliseconds since 1970, after it began
 * @param end likewise, before it ended
 * @param cpus its cores
 * @param gpus addresses of its GPUs
 */
record RanTask(long begin, long end, int cpus, List<String> gpus) implements Serializable {

  private static final long MILLIS = 300;

  /** Called in a task: runs for a while. */
  static RanTask forAWhile() {
    long begin = System.currentTimeMillis();
    try {
      Thread.sleep(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return since(begin);
  }

  /** Called in a task of a barrier stage: waits until all tasks run. */
  static RanTask amongOthers() {
    long begin = System.currentTimeMillis();
    BarrierTaskContext.get().barrier();
    return since(begin);
  }

  private static RanTask since(long begin) {
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = task.resourcesJMap().get("gpu");
    return new RanTask(
        begin,
        System.currentTimeMillis(),
        task.cpus(),
        gpus == null ? List.of() : List.of(gpus.addresses()));
  }

  /** How many of some tasks ran at the same time, at most. */
  static long mostAtOnce(List<RanTask> tasks) {
    return tasks.stream()
        .mapToLong(
            one ->
                tasks.stream()
                    .filter(other -> other.begin <= one.begin && one.begin <= other.end)
                    .count())
        .max()
        .orElseThrow();
  }
}
