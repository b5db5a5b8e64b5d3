package org.tokenquarry.jobs.spark;

import java.time.Duration;
import org.tokenquarry.error.UserException;

/** Why Spark does not work with the user's settings: code, sentence and remedy of each case. */
final class SparkErrors {

  private static final String RESOURCES_MISSING = "resources-missing";

  private SparkErrors() {}

  static UserException notStarted(String master, Exception failure) {
    return new UserException(
        "spark-not-started",
        "Spark does not start on the master " + master + " (" + failure.getMessage() + ").",
        "Correct spark.master and the other settings whose names begin with spark.");
  }

  /**
   * Tasks that ask for resources in local mode.
   *
   * @param key of Spark's settings, which asks for them
   */
  static UserException noResourcesInLocalMode(String key, String amount, String master) {
    return new UserException(
        RESOURCES_MISSING,
        "Tasks ask for resources (%s = %s), and Spark's local mode (master %s) has none to give."
            .formatted(key, amount, master),
        "Leave "
            + key
            + " out: with model.device=gpu, tasks in local mode share the GPUs that PyTorch"
            + " sees. Or name a cluster with spark.master.");
  }

  /**
   * Tasks cannot share GPUs as {@code executors.tasksPerGpu} says.
   *
   * @param cause part of a sentence
   */
  static UserException tasksPerGpu(String cause, String remedy) {
    return new UserException(
        "tasks-per-gpu", "executors.tasksPerGpu cannot be met: " + cause + ".", remedy);
  }

  /**
   * No task was started in time.
   *
   * @param executors how many there are, none of which could run a task
   * @param asked the resources that the settings ask for
   */
  static UserException starved(Duration waited, String master, int executors, String asked) {
    return new UserException(
        RESOURCES_MISSING,
        "No task has started in %d s. The master %s gave %s; asked for was: %s."
            .formatted(
                waited.toSeconds(),
                master,
                executors == 0 ? "no executor" : executors + " executors that cannot run a task",
                asked),
        "Let the cluster offer that (docs/cluster.md), or ask for less; where it is busy and"
            + " nothing else is wrong, give executors.timeout more time, or 0s to wait for ever.");
  }
}
