package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.error.UserException;

/** How an executor is shared. */
class ExecutorSharesTest {

  private static final int MOST_CORES = 100;
  private static final int MOST_TASKS = 9;

  @Test
  void neverMoreTasksFitThanMayShareAGpu() {
    for (int cores = 1; cores <= MOST_CORES; cores++) {
      for (int tasks = 1; tasks <= Math.min(cores, MOST_TASKS); tasks++) {
        int cpus = shares(cores, 1, tasks, "3.5.7").cpusOfModel();
        assertThat(cores / cpus).as("%d of %d cores", cpus, cores).isBetween(1, tasks);
      }
    }
    assertThat(shares(8, 1, 2, "3.5.7").cpusOfModel()).isEqualTo(4);
    assertThat(shares(32, 4, 2, "4.1.0").cpusOfModel()).isEqualTo(4);
    assertThat(shares(8, 1, 2, "4.1.0").gpusOfModel()).isEqualTo(0.5);
  }

  @Test
  void inSparkThreeThereIsOnePartOfTheGpuForEachCore() {
    for (int cores = 2; cores <= MOST_CORES; cores++) {
      String amount = shares(cores, 1, 2, "3.5.7").gpusOfOthers().orElseThrow();
      assertThat((int) Math.floor(1.0 / Double.parseDouble(amount))).as(amount).isEqualTo(cores);
    }
    assertThat(shares(8, 2, 1, "3.5.7").gpusOfOthers()).as("a whole GPU for a task").isEmpty();
    assertThat(shares(8, 1, 2, "4.1.0").gpusOfOthers()).isEmpty();
  }

  @Test
  void localModeSharesNothing() {
    assertThat(ExecutorShares.of(conf().set("spark.master", "local[2]"), 2)).isEmpty();
    assertThat(ExecutorShares.of(conf(), 0)).isEmpty();
    assertThat(ExecutorShares.of(conf(), 2)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "spark.task.resource.gpu.amount,     0.5,  2, 3.5.7, gives a GPU to all tasks",
    "spark.dynamicAllocation.enabled,    true, 2, 3.5.7, start other executors",
    "spark.executor.resource.gpu.amount, 0,    2, 3.5.7, executors have no GPU",
    "spark.executor.cores,               2,    3, 4.1.0, executors have 2 cores for 3 such tasks",
    "spark.executor.resource.gpu.amount, 2,    2, 3.5.7, cannot spread tasks that share GPUs",
  })
  void whatSparkCannotDoIsRefused(
      String key, String value, int tasks, String spark, String expected) {
    SparkConf conf = conf().set(key, value);
    ExecutorShares shares = ExecutorShares.of(conf, tasks).orElseThrow();
    ExecutorShares ofVersion =
        new ExecutorShares(shares.cores(), shares.gpus(), shares.cpus(), tasks, spark);
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> ofVersion.require(conf))
        .satisfies(
            refused -> {
              assertThat(refused.problems().get(0).code()).isEqualTo("tasks-per-gpu");
              assertThat(refused.problems().get(0).cause()).contains(expected);
            });
  }

  private static ExecutorShares shares(int cores, int gpus, int tasksPerGpu, String spark) {
    return new ExecutorShares(cores, gpus, 1, tasksPerGpu, spark);
  }

  private static SparkConf conf() {
    return new SparkConf(false)
        .set("spark.master", "spark://master:7077")
        .set("spark.executor.cores", "8")
        .set("spark.executor.resource.gpu.amount", "1");
  }
}
