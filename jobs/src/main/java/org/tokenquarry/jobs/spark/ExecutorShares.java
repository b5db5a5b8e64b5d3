package org.tokenquarry.jobs.spark;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.package$;

/**
 * How the tasks that compute with the model share an executor, whose other tasks need no GPU.
 *
 * @param cores of an executor
 * @param gpus of an executor
 * @param cpus cores of any other task
 * @param tasksPerGpu how many tasks with the model share a GPU
 * @param spark its version
 */
record ExecutorShares(int cores, int gpus, int cpus, int tasksPerGpu, String spark) {

  static final String TASK_GPUS = "spark.task.resource.gpu.amount";

  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
  private static final String EXECUTOR_CORES = "spark.executor.cores";
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

  /** Digits of a share: enough for any number of cores. */
  private static final int DIGITS = 6;

  /**
   * The shares of a session.
   *
   * @param tasksPerGpu 0 if all tasks are alike
   * @return nothing if all tasks are alike, as they always are in local mode
   */
  static Optional<ExecutorShares> of(SparkConf conf, int tasksPerGpu) {
    return tasksPerGpu == 0 || SessionConf.isLocal(conf)
        ? Optional.empty()
        : Optional.of(
            new ExecutorShares(
                conf.getInt(EXECUTOR_CORES, 0),
                conf.getInt(EXECUTOR_GPUS, 0),
                conf.getInt("spark.task.cpus", 1),
                tasksPerGpu,
                package$.MODULE$.SPARK_VERSION()));
  }

  /**
   * Asks whether Spark can do it.
   *
   * @param conf of a session that has not started
   * @throws org.tokenquarry.error.UserException with the code {@code tasks-per-gpu} if it cannot
   */
  void require(SparkConf conf) {
    if (conf.contains(TASK_GPUS)) {
      throw SparkErrors.tasksPerGpu(
          "%s = %s gives a GPU to all tasks".formatted(TASK_GPUS, conf.get(TASK_GPUS)),
          "Leave " + TASK_GPUS + " out, or set executors.tasksPerGpu = 0.");
    }
    if (conf.getBoolean(DYNAMIC, false)) {
      throw SparkErrors.tasksPerGpu(
          DYNAMIC + " is set, with which Spark would start other executors for such tasks",
          "Set " + DYNAMIC + " = false and a fixed number of executors.");
    }
    if (gpus == 0) {
      throw SparkErrors.tasksPerGpu(
          "executors have no GPU", "Set " + EXECUTOR_GPUS + ", or executors.tasksPerGpu = 0.");
    }
    if (cores < gpus * tasksPerGpu) {
      throw SparkErrors.tasksPerGpu(
          "executors have %s for %d such tasks"
              .formatted(cores == 0 ? "no known cores" : cores + " cores", gpus * tasksPerGpu),
          "Set " + EXECUTOR_CORES + " to at least " + gpus * tasksPerGpu + ".");
    }
    if (sharesParts() && gpus > 1) {
      throw SparkErrors.tasksPerGpu(
          "Spark 3.5 cannot spread tasks that share GPUs over the %d GPUs of an executor"
              .formatted(gpus),
          "Set " + EXECUTOR_GPUS + " = 1 and start more executors, or executors.tasksPerGpu = 1.");
    }
  }

  /** Cores of a task with the model: no more than {@link #tasksPerGpu} fit for each GPU. */
  int cpusOfModel() {
    int most = gpus * tasksPerGpu;
    return Math.max(cores / most, cores / (most + 1) + 1);
  }

  /** The part of a GPU that a task with the model asks for. */
  double gpusOfModel() {
    return 1.0 / tasksPerGpu;
  }

  /**
   * The part of a GPU that Spark must give to any other task; nothing where it needs none.
   *
   * <p>Spark 3.5 cuts a GPU into as many parts as there are shares of such a task in it, and gives
   * a task that asks for less than a GPU one of them, however large its own share is. So there must
   * be one part for each task that fits, and the cores limit how many tasks use a GPU.
   */
  Optional<String> gpusOfOthers() {
    int parts = Math.max(cores / cpus, tasksPerGpu);
    return sharesParts()
        // Rounded down, because Spark rounds the number of parts down.
        ? Optional.of(
            BigDecimal.ONE
                .divide(BigDecimal.valueOf(parts), DIGITS, RoundingMode.DOWN)
                .toPlainString())
        : Optional.empty();
  }

  private boolean sharesParts() {
    return tasksPerGpu > 1 && spark.startsWith("3.");
  }
}
