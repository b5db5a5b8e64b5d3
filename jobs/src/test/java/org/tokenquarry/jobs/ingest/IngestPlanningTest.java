package org.tokenquarry.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.intake.CutUnits;
import org.tokenquarry.intake.IntakeRules;
import org.tokenquarry.intake.IntakeUnit;
import org.tokenquarry.intake.ListedSource;
import org.tokenquarry.jobs.Heap;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.SyntheticRows;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.pack.PackLimits;
import org.tokenquarry.source.SourceState;

/** What ingest does before it reads, in a warehouse of rows without images. */
class IngestPlanningTest {

  private static final IntakeRules RULES = new IntakeRules(ImageLimits.DEFAULT, Set.of("jpg"));

  @TempDir Path directory;

  private Warehouse warehouse;

  @Test
  void sourcesAreUnchangedOrReadAgain() throws Exception {
    plan(20_000);
  }

  @Test
  @Tag("proof")
  void tenMillionSourcesAreUnchangedOrReadAgain() throws Exception {
    plan(10_000_000);
  }

  private void plan(int count) throws Exception {
    warehouse = new Warehouse(LocalSpark.session(), directory.toString());
    SyntheticRows rows = new SyntheticRows(warehouse, count);
    rows.sources();
    rows.images();
    Configuration hadoop = LocalSpark.session().sessionState().newHadoopConf();
    try (Listing listing = new Listing(hadoop, directory.toString(), "same")) {
      Heap.measured("listing", () -> list(listing, count, SyntheticRows.MODIFIED));
      Ledger.Looked looked = Heap.measured("ledger, all unchanged", () -> looked(listing));
      assertThat(looked.unchanged().sources()).isEqualTo(count);
      assertThat(looked.replaced()).isZero();
    }
    try (Listing listing = new Listing(hadoop, directory.toString(), "changed")) {
      list(listing, count, "later");
      List<IntakeUnit> units =
          Heap.measured("ledger and units, all changed", () -> units(listing, hadoop));
      assertThat(units.stream().mapToLong(IntakeUnit::sources).sum()).isEqualTo(count);
    }
    DigestSet known =
        Heap.measured(
            "known images", () -> KnownImages.read(warehouse, "ingest", SyntheticRows.RUN));
    assertThat(known.size()).isEqualTo(count);
  }

  private static long list(Listing listing, int count, String modified) {
    try (Listing.Writer writer = listing.writer()) {
      for (int i = 0; i < count; i++) {
        SourceState state = new SourceState(SyntheticRows.BYTES, modified);
        writer.add(ListedSource.image(SyntheticRows.uri(i), state));
      }
      writer.finish();
      return writer.unseen();
    }
  }

  private Ledger.Looked looked(Listing listing) {
    try (Ledger ledger = ledger(listing)) {
      return ledger.looked();
    }
  }

  private List<IntakeUnit> units(Listing listing, Configuration hadoop) {
    CutUnits cut =
        new CutUnits(new SerializableConfiguration(hadoop), listing.units(), PackLimits.USUAL);
    try (Ledger ledger = ledger(listing)) {
      assertThat(ledger.looked().unchanged().sources()).isZero();
      return ledger.toRead().javaRDD().mapPartitionsWithIndex(cut, true).collect();
    }
  }

  private Ledger ledger(Listing listing) {
    return new Ledger(
        warehouse,
        LocalSpark.session().read().schema(ListedSource.COLUMNS.schema()).parquet(listing.found()),
        RULES);
  }
}
