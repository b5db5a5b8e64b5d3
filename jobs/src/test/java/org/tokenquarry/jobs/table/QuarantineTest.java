package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.jobs.LocalSpark;

/** Which rows of the quarantine count, and for which model and settings. */
class QuarantineTest {

  private static final RunInfo INGEST = new RunInfo("run-1", "ingest", "", "");
  private static final RunInfo MINE = new RunInfo("run-2", "mine", "model", "settings");
  private static final RunInfo OTHER = new RunInfo("run-3", "mine", "model", "other settings");
  private static final RunInfo LATER = new RunInfo("run-4", "ingest", "", "");

  @TempDir Path directory;

  private Warehouse warehouse;
  private Quarantine quarantine;

  @BeforeEach
  void fillTheQuarantine() {
    warehouse = new Warehouse(LocalSpark.session(), directory.resolve("warehouse").toString());
    quarantine = new Quarantine(warehouse);
    add(INGEST, source("a", null, "too-many-bytes"), source("a", "1", "truncated"));
    add(INGEST, source("b", "2", "truncated"));
    add(MINE, image("3", "too-many-pixels", "maxPixels=10"), image("4", "non-finite", null));
    add(OTHER, image("5", "non-finite", null));
  }

  @Test
  void aThingCountsOnce() {
    assertThat(quarantine.count("model", "settings")).isEqualTo(new Quarantine.Count(2, 2));
    assertThat(quarantine.count("model", "other settings")).isEqualTo(new Quarantine.Count(2, 1));
    assertThat(quarantine.count("another", "settings")).isEqualTo(new Quarantine.Count(2, 0));
  }

  @Test
  void aSourceThatWasTakenInNoLongerCounts() {
    quarantine.takenIn(keys("source_uri", "a", "never quarantined"), LATER);
    assertThat(quarantine.count("model", "settings")).isEqualTo(new Quarantine.Count(1, 2));
    assertThat(quarantine.ofIngest().filter("resolved_run_id = 'run-4'").count()).isEqualTo(2);
    long version = warehouse.tableVersion(Tables.QUARANTINE);
    quarantine.takenIn(keys("source_uri", "a"), LATER);
    assertThat(warehouse.tableVersion(Tables.QUARANTINE))
        .as("a row is resolved only once")
        .isEqualTo(version);
  }

  @Test
  void anImageThatIsTriedAgainNoLongerCountsForItsSettings() {
    quarantine.tryAgain(MINE, new ImageLimits(99, 11, 3));
    assertThat(quarantine.count("model", "settings")).isEqualTo(new Quarantine.Count(2, 1));
    assertThat(quarantine.count("model", "other settings")).isEqualTo(new Quarantine.Count(2, 1));
  }

  @Test
  void aLimitHoldsAsLongAsItIsTheSame() {
    assertThat(held(new ImageLimits(99, 10, 3))).containsExactly("3", "4");
    assertThat(held(new ImageLimits(99, 11, 3))).containsExactly("4");
  }

  private List<String> held(ImageLimits limits) {
    return quarantine
        .ofMining(MINE, limits)
        .filter(Quarantine.HOLDS)
        .sort("image_id")
        .collectAsList()
        .stream()
        .map(row -> row.<String>getAs("image_id"))
        .toList();
  }

  private void add(RunInfo run, QuarantineEntry... things) {
    List<QuarantineEntry> all = List.of(things);
    quarantine.add(all, new Commit(all.toString(), run));
  }

  private static QuarantineEntry source(String uri, String id, String reason) {
    return new QuarantineEntry(uri, id, reason, "A sentence.", false, null);
  }

  private static QuarantineEntry image(String id, String reason, String exceeded) {
    return new QuarantineEntry(null, id, reason, "A sentence.", exceeded != null, exceeded);
  }

  private static Dataset<Row> keys(String name, String... keys) {
    List<Row> rows = List.of(keys).stream().map(key -> RowFactory.create(key)).toList();
    StructType schema = new StructType().add(name, DataTypes.StringType);
    return LocalSpark.session().createDataFrame(rows, schema);
  }
}
