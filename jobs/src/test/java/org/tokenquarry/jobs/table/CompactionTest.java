package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.AddFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.pack.FileLayout;
import org.tokenquarry.pack.RowFile;
import org.tokenquarry.task.ExamineSlice;

/** Compaction changes files and no rows, whoever writes at the same time. */
class CompactionTest {

  private static final RunInfo RUN = new RunInfo("run-1", "mine", "model", "settings");
  private static final RunInfo OTHER = new RunInfo("run-2", "compact", "", "");
  private static final Map<String, String> PARTITION = Map.of("settings_digest", "settings");
  private static final int WIDTH = 4;

  @TempDir Path directory;
  private Warehouse warehouse;
  private FileCommits commits;
  private Compaction compaction;
  private Sequence place = new Sequence("work", 0);
  private int image;

  @BeforeEach
  void makeTheTable() {
    warehouse = new Warehouse(LocalSpark.session(), directory.resolve("w").toString());
    warehouse.commits().create(Tables.experiments(WIDTH), Map.of());
    commits = new FileCommits(warehouse);
    compaction = new Compaction(warehouse, new CompactionLimits(1 << 20, 8, 20_000, 1 << 30));
  }

  @Test
  void rowsStayTheSameInFewerFilesAndASecondRunWritesNothing() throws Exception {
    for (int i = 0; i < 12; i++) {
      add();
    }
    List<String> before = rows();
    Compaction.Outcome outcome = compaction.compact(Tables.EXPERIMENTS, OTHER);
    assertThat(outcome.files()).isEqualTo(12);
    assertThat(outcome.into()).isBetween(1L, 6L);
    assertThat(outcome.left()).isFalse();
    assertThat(rows()).isEqualTo(before);
    assertThat(files()).hasSize((int) outcome.into());

    long version = warehouse.tableVersion(Tables.EXPERIMENTS);
    assertThat(compaction.compact(Tables.EXPERIMENTS, OTHER).files()).isZero();
    assertThat(warehouse.tableVersion(Tables.EXPERIMENTS)).isEqualTo(version);
  }

  @Test
  void everyFileSaysWhichImagesItHoldsAndNothingOfEmbeddings() throws Exception {
    for (int i = 0; i < 12; i++) {
      add();
    }
    compaction = new Compaction(warehouse, new CompactionLimits(1 << 20, 8, 4_000, 1 << 30));
    compaction.compact(Tables.EXPERIMENTS, OTHER);
    List<AddFile> files = files();
    assertThat(files).hasSizeGreaterThan(2);
    String wanted = warehouse.read(Tables.EXPERIMENTS).select("image_id").head().getString(0);
    long holding = 0;
    for (AddFile file : files) {
      assertThat(file.stats()).contains("numRecords", "image_id").doesNotContain("embedding");
      var stats = new ObjectMapper().readTree(file.stats());
      String first = stats.at("/minValues/image_id").asText();
      String last = stats.at("/maxValues/image_id").asText();
      holding += first.compareTo(wanted) <= 0 && wanted.compareTo(last) <= 0 ? 1 : 0;
    }
    assertThat(holding).isBetween(1L, 2L);
  }

  @Test
  void compactionIsNoChangeOfRows() throws Exception {
    for (int i = 0; i < 8; i++) {
      add();
    }
    TableLog log = warehouse.log(Tables.EXPERIMENTS);
    long mined = log.latest();
    compaction.compact(Tables.EXPERIMENTS, OTHER);
    assertThat(log.latest()).isGreaterThan(mined);
    assertThat(log.changed(mined, log.latest(), PARTITION, Optional.empty())).isFalse();
    add();
    assertThat(log.changed(mined, log.latest(), PARTITION, Optional.empty())).isTrue();
    assertThat(log.changed(mined, log.latest(), PARTITION, Optional.of("run-1"))).isFalse();
    assertThat(log.changed(mined, log.latest(), PARTITION, Optional.of("run-9"))).isTrue();
    assertThat(
            log.changed(mined, log.latest(), Map.of("settings_digest", "others"), Optional.empty()))
        .isFalse();
    assertThat(log.changed(log.latest() + 1, log.latest(), PARTITION, Optional.empty())).isTrue();
    assertThat(warehouse.log(Tables.MINED).latest()).isEqualTo(TableLog.NONE);
  }

  /** Neither of both may fail or lose rows, whichever commits first. */
  @Test
  void miningGoesOnWhileFilesAreMerged() throws Exception {
    for (int i = 0; i < 8; i++) {
      add();
    }
    CompletableFuture<Void> mining =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 30; i++) {
                add();
              }
            });
    long merged = 0;
    while (!mining.isDone()) {
      merged += compaction.compact(Tables.EXPERIMENTS, OTHER).files();
    }
    mining.get();
    assertThat(merged).isGreaterThanOrEqualTo(8);
    assertThat(rows()).hasSize(38 * 3).doesNotHaveDuplicates();
  }

  @Test
  void ofTwoCompactionsOneLeavesTheFilesToTheOther() throws Exception {
    for (int i = 0; i < 8; i++) {
      add();
    }
    List<String> before = rows();
    CompletableFuture<Compaction.Outcome> other =
        CompletableFuture.supplyAsync(
            () ->
                new Compaction(warehouse, new CompactionLimits(1 << 20, 8, 20_000, 1 << 30))
                    .compact(Tables.EXPERIMENTS, OTHER));
    Compaction.Outcome own = compaction.compact(Tables.EXPERIMENTS, OTHER);
    assertThat(own.files() + other.get().files()).isEqualTo(8);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void refusalsAreMergedToo() {
    Sequence refusals = new Sequence("work", 0);
    for (int i = 0; i < 9; i++) {
      refusals = refusals.next();
      commits.add(
          Tables.QUARANTINE,
          QuarantineRow.COLUMNS,
          List.of(
              new QuarantineRow(
                  RUN,
                  new QuarantineEntry(null, "image-" + i, "truncated", "It ends.", true, null))),
          Map.of(),
          refusals,
          RUN);
    }
    compaction = new Compaction(warehouse, new CompactionLimits(1 << 20, 8, 1 << 20, 1 << 30));
    assertThat(compaction.compact(Tables.QUARANTINE, OTHER).into()).isEqualTo(1);
    assertThat(warehouse.read(Tables.QUARANTINE).count()).isEqualTo(9);
  }

  /** One image with three tokens, in a file of its own. */
  private void add() {
    String imageId = Sha256.of("image " + image++);
    try (RowFile file =
        RowFile.create(
            warehouse.hadoop(),
            new org.apache.hadoop.fs.Path(warehouse.path(Tables.EXPERIMENTS)),
            ExamineSlice.FILE,
            FileLayout.RESULTS)) {
      for (int token = 0; token < 3; token++) {
        boolean redundant = token == 1;
        file.write(
            RowFactory.create(
                "model",
                imageId,
                token,
                0,
                token,
                token + 1,
                null,
                0.5,
                7,
                redundant ? 0.1 : null,
                redundant ? 0.1 : null,
                redundant ? "global" : "single-token",
                redundant,
                redundant ? new byte[WIDTH * Float.BYTES] : null));
      }
      place = place.next();
      commits.add(Tables.EXPERIMENTS, List.of(new AddedFile(file.finish(), PARTITION)), place, RUN);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> rows() {
    Dataset<Row> rows = warehouse.read(Tables.EXPERIMENTS).sort("image_id", "token_index");
    return rows.select(col("image_id"), col("token_index"), col("embedding"))
        .toJSON()
        .as(Encoders.STRING())
        .collectAsList();
  }

  private List<AddFile> files() {
    return DeltaLog.forTable(LocalSpark.session(), warehouse.path(Tables.EXPERIMENTS))
        .update(false, scala.Option.empty(), scala.Option.empty())
        .allFiles()
        .collectAsList();
  }
}
