package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;

class SparkProgressTest {

  private static final StructType NUMBER = new StructType().add("n", DataTypes.LongType, false);

  /** Records what is shown. */
  private static final class Recorded implements Progress {
    private final List<String> phases = new ArrayList<>();
    private final AtomicLong units = new AtomicLong();
    private int open;

    @Override
    public Phase phase(String name, Amount amount) {
      phases.add(name + (amount.counted() ? ", " + amount.count() + " " + amount.unit() : ""));
      open++;
      assertThat(open).as("phases shown at once").isEqualTo(1);
      return new Phase() {
        @Override
        public void step(long done) {
          assertThat(done).as("never backwards").isPositive();
          units.addAndGet(done);
        }

        @Override
        public void close() {
          open--;
        }
      };
    }
  }

  private final SparkSession spark = LocalSpark.session();
  private final Recorded recorded = new Recorded();

  @Test
  void countsWhatTheWorkDoesAndNothingElse() {
    try (SparkProgress progress = new SparkProgress(spark, recorded, "count")) {
      progress.uncounted("Looking");
      CountedPhase counting = progress.counted("Counting", Amount.images(10));
      Dataset<Row> first = worked(counting.results(rows -> rows, 6), 6);
      assertThat(spark.range(0, 10, 1, 5).toJavaRDD().count()).isEqualTo(10);
      assertThat(recorded.units).hasValue(0);
      assertThat(first.collectAsList()).hasSize(6);
      Awaitility.await().until(() -> recorded.units.get() == 6);
      counting.done();

      Dataset<Row> second = worked(counting.inputs(rows -> rows, row -> 1, 4), 4);
      assertThat(second.collectAsList()).hasSize(4);
      Awaitility.await().until(() -> recorded.units.get() == 10);
      assertThat(second.collectAsList()).as("computed again").hasSize(4);
      counting.done();
      assertThat(spark.sparkContext().getLocalProperty("spark.job.description"))
          .isEqualTo("Counting");
      progress.uncounted("Writing");
    }
    assertThat(recorded.units).hasValue(10);
    assertThat(recorded.phases).containsExactly("Looking", "Counting, 10 images", "Writing");
    assertThat(recorded.open).isZero();
    assertThat(spark.sparkContext().getLocalProperty("spark.jobGroup.id")).isNull();
  }

  @Test
  void aPartThatIsDoneIsShownAsAWhole() {
    try (SparkProgress progress = new SparkProgress(spark, recorded, "count")) {
      progress.uncounted("Looking");
      CountedPhase counting = progress.counted("Counting", Amount.images(10));
      assertThat(worked(counting.results(rows -> rows, 7), 5).collectAsList()).hasSize(5);
      counting.done();
      assertThat(recorded.units).hasValue(7);
      assertThat(worked(counting.results(rows -> rows, 3), 8).collectAsList()).hasSize(8);
      counting.done();
    }
    assertThat(recorded.units).as("never more than the total").hasValue(10);
  }

  /** Rows in three tasks. */
  private Dataset<Row> worked(MapPartitionsFunction<Row, Row> work, int rows) {
    return spark.range(0, rows, 1, 3).toDF("n").mapPartitions(work, Encoders.row(NUMBER));
  }

  @Test
  void defaultsFitOneMachineAndGiveWay() {
    SparkConf local = SessionConf.of(Map.of("spark.sql.shuffle.partitions", "7"));
    assertThat(local.get("spark.master")).isEqualTo("local[*,4]");
    assertThat(local.get("spark.sql.shuffle.partitions")).isEqualTo("7");
    assertThat(local.get("spark.databricks.delta.snapshotPartitions")).isEqualTo("1");
    assertThat(local.get("spark.ui.enabled")).isEqualTo("false");

    SparkConf cluster =
        SessionConf.of(
            Map.of("spark.master", "spark://host:7077", "spark.sql.extensions", "a.Extension"));
    assertThat(cluster.contains("spark.ui.enabled")).isFalse();
    assertThat(cluster.contains("spark.driver.host")).isFalse();
    assertThat(cluster.get("spark.sql.extensions"))
        .isEqualTo(
            "io.delta.sql.DeltaSparkSessionExtension,"
                + "org.tokenquarry.sql.TokenQuarryExtensions,a.Extension");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local             | local[1,4]
          local[2]          | local[2,4]
          local[*]          | local[*,4]
          local[2, 1]       | local[2, 1]
          local[many]       | local[many]
          spark://host:7077 | spark://host:7077
          """)
  void aTaskIsTriedFourTimesInLocalModeToo(String given, String master) {
    assertThat(SessionConf.of(Map.of("spark.master", given)).get("spark.master")).isEqualTo(master);
  }

  @Test
  void howOftenATaskIsTriedCanBeChosen() {
    Map<String, String> chosen = Map.of("spark.master", "local[3]", "spark.task.maxFailures", "1");
    assertThat(SessionConf.of(chosen).get("spark.master")).isEqualTo("local[3,1]");
  }
}
