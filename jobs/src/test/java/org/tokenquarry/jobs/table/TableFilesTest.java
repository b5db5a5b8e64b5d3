package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.LocalSpark;

/** What the log says of files and rows without Spark is what Spark finds. */
class TableFilesTest {

  @TempDir Path directory;

  @Test
  void filesAndRowsAreThoseThatSparkFinds() throws IOException {
    ClusteredWarehouse.in(directory);
    Warehouse warehouse =
        new Warehouse(LocalSpark.session(), directory.resolve(ClusteredWarehouse.NAME).toString());
    for (TableSpec table : Tables.all()) {
      List<TableFile> found = warehouse.direct(table).tableFiles();
      if (warehouse.has(table)) {
        assertThat(found).containsExactlyInAnyOrderElementsOf(warehouse.delta(table).files());
      } else {
        assertThat(found).isEmpty();
      }
      assertThat(RowCount.of(warehouse, table)).isEqualTo(warehouse.read(table).count());
    }
    assertThat(RowCount.of(warehouse, Tables.EXPERIMENTS)).isEqualTo(160);
  }
}
