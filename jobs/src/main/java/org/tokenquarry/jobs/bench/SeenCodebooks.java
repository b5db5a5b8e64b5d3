package org.tokenquarry.jobs.bench;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.task.Shared;

/** Tells which copy of a codebook a task has, to count the copies. */
record SeenCodebooks(Shared<Codebook> shared) implements MapPartitionsFunction<Long, Integer> {

  private static final long serialVersionUID = 1L;

  /** More tasks than slots, so that some come after others. */
  private static final int TASKS_PER_SLOT = 4;

  /**
   * Sends a codebook to tasks as the verbs do.
   *
   * @return how many copies the tasks have
   */
  static long copies(SparkSession spark, Codebook codebook) {
    int tasks = TASKS_PER_SLOT * spark.sparkContext().defaultParallelism();
    try (Shared<Codebook> shared = Shared.with(spark, codebook)) {
      return spark
          .range(0, tasks, 1, tasks)
          .mapPartitions(new SeenCodebooks(shared), Encoders.INT())
          .distinct()
          .count();
    }
  }

  @Override
  public Iterator<Integer> call(Iterator<Long> rows) {
    return List.of(System.identityHashCode(shared.value())).iterator();
  }
}
