package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.LocalSpark;

/** A commit that landed and was reported as failed is found in the log, and not made again. */
class UnknownCommitTest {

  private static final TableSpec TABLE = Tables.STEPS;
  private static final RunInfo RUN = new RunInfo("run", "mine", "", "");

  @TempDir Path directory;

  @AfterEach
  void mend() {
    FaultyFileSystem.mend();
  }

  @Test
  void everyKindOfCommitStandsOnceWhereItsReplyIsLost() {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), FaultyFileSystem.path(directory));
    warehouse.append(TABLE, rows("first"), new Commit("first", RUN));
    List<Runnable> writes =
        List.of(
            () -> warehouse.append(TABLE, rows("second"), new Commit("second", RUN)),
            () -> warehouse.replace(TABLE, "step = 'third'", rows("third"), RUN),
            () ->
                warehouse.update(
                    TABLE,
                    functions.col("step").equalTo("first"),
                    Map.of("summary", functions.lit("changed")),
                    RUN),
            () ->
                new FileCommits(warehouse)
                    .add(
                        TABLE,
                        FinishedStep.COLUMNS,
                        List.of(step("fourth")),
                        Map.of(),
                        new Sequence("work", 1),
                        RUN));
    for (Runnable write : writes) {
      long before = warehouse.tableVersion(TABLE);
      AtomicInteger lost = loseTheNextReply();
      write.run();
      assertThat(lost).hasValue(0);
      assertThat(warehouse.tableVersion(TABLE)).isEqualTo(before + 1);
    }
    assertThat(warehouse.read(TABLE).select("step").as(Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrder("first", "second", "third", "fourth");
  }

  @Test
  void aTableThatWasNeverMadeIsEmptyAlsoIfItsFolderIsThere() throws IOException {
    Files.createDirectories(directory.resolve("steps/_delta_log"));
    Files.writeString(directory.resolve("steps/_delta_log/.00000000000000000000.json.tmp"), "");
    Warehouse warehouse = new Warehouse(LocalSpark.session(), directory.toString());
    assertThat(new FinishedSteps(warehouse).all()).isEmpty();
    assertThat(warehouse.read(TABLE).collectAsList()).isEmpty();
    warehouse.append(TABLE, rows("first"), new Commit("first", RUN));
    assertThat(new FinishedSteps(warehouse).all()).containsOnlyKeys("first");
  }

  @Test
  void aCommitThatDidNotLandIsReported() {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), FaultyFileSystem.path(directory));
    warehouse.append(TABLE, rows("first"), new Commit("first", RUN));
    long before = warehouse.tableVersion(TABLE);
    Dataset<Row> wrong = rows("second").withColumn("step", functions.lit(null).cast("string"));
    assertThatThrownBy(() -> warehouse.append(TABLE, wrong, new Commit("second", RUN)))
        .isNotInstanceOf(ConcurrentRunException.class);
    assertThat(warehouse.tableVersion(TABLE)).isEqualTo(before);
  }

  private static AtomicInteger loseTheNextReply() {
    AtomicInteger left = new AtomicInteger(1);
    FaultyFileSystem.is(
        new FaultyFileSystem.Fault() {
          @Override
          public void afterRename(org.apache.hadoop.fs.Path renamed) throws IOException {
            if (FaultyFileSystem.isCommit(renamed, "steps")
                && left.getAndUpdate(n -> Math.max(0, n - 1)) == 1) {
              throw new IOException("the reply was lost");
            }
          }
        });
    return left;
  }

  private static Dataset<Row> rows(String step) {
    return LocalSpark.session()
        .createDataFrame(
            List.of(FinishedStep.COLUMNS.row(step(step))), FinishedStep.COLUMNS.schema());
  }

  private static FinishedStep step(String name) {
    return new FinishedStep(name, "run", Instant.EPOCH, "{}", "{}", "{}");
  }
}
