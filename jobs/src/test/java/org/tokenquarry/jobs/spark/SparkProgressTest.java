package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.progress.Progress;

class SparkProgressTest {

  /** Keeps what it is told. */
  private static final class Recorded implements Progress.Stage {
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong total = new AtomicLong();

    @Override
    public void step(long done) {
      steps.addAndGet(done);
    }

    @Override
    public void total(long expected) {
      total.set(expected);
    }

    @Override
    public void close() {}
  }

  @Test
  void countsTheTasksOfItsOwnJobs() {
    Recorded recorded = new Recorded();
    SparkSession spark = LocalSpark.session();
    assertThat(spark.range(0, 10, 1, 3).toJavaRDD().count()).isEqualTo(10);
    try (SparkProgress counting =
        SparkProgress.of(spark, (name, total) -> recorded, "count", "Counting")) {
      assertThat(counting).isNotNull();
      assertThat(spark.range(0, 10, 1, 5).toJavaRDD().count()).isEqualTo(10);
      Awaitility.await().until(() -> recorded.steps.get() == 5);
    }
    assertThat(recorded.total).hasValue(5);
    assertThat(spark.sparkContext().getLocalProperty("spark.jobGroup.id")).isNull();
  }

  @Test
  void defaultsFitOneMachineAndGiveWay() {
    SparkConf local = SessionConf.of(Map.of("spark.sql.shuffle.partitions", "7"));
    assertThat(local.get("spark.master")).isEqualTo("local[*]");
    assertThat(local.get("spark.sql.shuffle.partitions")).isEqualTo("7");
    assertThat(local.get("spark.databricks.delta.snapshotPartitions")).isEqualTo("1");
    assertThat(local.get("spark.ui.enabled")).isEqualTo("false");

    SparkConf cluster =
        SessionConf.of(
            Map.of("spark.master", "spark://host:7077", "spark.sql.extensions", "a.Extension"));
    assertThat(cluster.contains("spark.ui.enabled")).isFalse();
    assertThat(cluster.contains("spark.driver.host")).isFalse();
    assertThat(cluster.get("spark.sql.extensions"))
        .isEqualTo("io.delta.sql.DeltaSparkSessionExtension,a.Extension");
  }
}
