package org.tokenquarry.jobs.config;

import java.time.Duration;

/**
 * What is expected of Spark's executors.
 *
 * @param timeout how long the first task of a run may wait to be started on a cluster; zero for
 *     ever
 */
public record ExecutorSettings(Duration timeout) {

  static ExecutorSettings from(Section in) {
    return new ExecutorSettings(in.duration("timeout"));
  }
}
