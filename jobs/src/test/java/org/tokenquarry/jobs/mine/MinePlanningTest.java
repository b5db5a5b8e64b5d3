package org.tokenquarry.jobs.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.jobs.Heap;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.SyntheticRows;
import org.tokenquarry.jobs.spark.ModelTasks;
import org.tokenquarry.jobs.spark.UnitFlow;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.MinedImages;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.pack.PackSlice;

/** What mine does before it mines, in a warehouse of rows without images. */
class MinePlanningTest {

  private static final int IMAGES_OF_A_TASK = 16;

  @TempDir Path directory;

  private Warehouse warehouse;

  @Test
  void everyImageIsPlannedOnce() throws Exception {
    plan(20_000);
  }

  @Test
  @Tag("proof")
  void tenMillionImagesArePlanned() throws Exception {
    plan(10_000_000);
  }

  private void plan(int count) throws Exception {
    warehouse = new Warehouse(LocalSpark.session(), directory.toString());
    SyntheticRows rows = new SyntheticRows(warehouse, count);
    rows.images();
    rows.packs();
    Backlog all = Heap.measured("what is left, of nothing mined", this::backlog);
    assertThat(all.wanted()).isEqualTo(count);
    assertThat(all.images()).isEqualTo(count);
    List<PackSlice> units =
        Heap.measured("units", () -> new UnitPlan(2, IMAGES_OF_A_TASK).of(all.left()));
    assertThat(units.stream().mapToLong(PackSlice::images).sum()).isEqualTo(count);
    Heap.measured(
        "start of the first unit",
        () -> assertThatThrownBy(() -> start(units)).hasStackTraceContaining("the first unit"));

    rows.mined();
    Backlog none = Heap.measured("what is left, of all mined", this::backlog);
    assertThat(none.done()).isEqualTo(count);
    assertThat(none.left()).isEmpty();
  }

  private Backlog backlog() {
    return Backlog.of(
        new Contents(warehouse),
        warehouse.images(Split.MINE),
        new MinedImages(
                warehouse, SyntheticRows.RUN.modelDigest(), SyntheticRows.RUN.settingsDigest())
            .rows(),
        new Quarantine(warehouse).ofMining(SyntheticRows.RUN, ImageLimits.DEFAULT));
  }

  private void start(List<PackSlice> units) {
    new UnitFlow<PackSlice, Integer>(
            warehouse.spark().sparkContext(),
            ModelTasks.USUAL,
            MinePlanningTest::fail,
            new UnitFlow.Pace<>(Duration.ofSeconds(1), 1, result -> 1))
        .run(units, finished -> {});
  }

  private static int fail(PackSlice unit) {
    throw new IllegalStateException("the first unit, of " + unit.images());
  }
}
