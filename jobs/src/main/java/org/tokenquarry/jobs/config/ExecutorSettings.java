package org.tokenquarry.jobs.config;

import java.time.Duration;

/**
 * What is expected of Spark's executors.
 *
 * @param timeout how long the first task of a run may wait to be started on a cluster; zero for
 *     ever
 * @param tasksPerGpu how many tasks with the model share a GPU of an executor, at least 1; 0 where
 *     all tasks get what the settings of Spark say
 */
public record ExecutorSettings(Duration timeout, int tasksPerGpu) {

  static ExecutorSettings from(Section in) {
    return new ExecutorSettings(
        in.duration("timeout"), in.integer("tasksPerGpu", Range.atLeast(0)));
  }
}
