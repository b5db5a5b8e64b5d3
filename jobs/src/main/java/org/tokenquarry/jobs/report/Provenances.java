package org.tokenquarry.jobs.report;

import java.util.List;
import org.tokenquarry.jobs.report.page.Provenance;
import org.tokenquarry.jobs.table.Calibrations;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.RowCount;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.BundledModel;

/** Reads from the tables where a page comes from. */
final class Provenances {

  private static final String PRODUCER = "TokenQuarry";

  private static final List<TableSpec> READ =
      List.of(
          Tables.IMAGES,
          Tables.QUARANTINE,
          Tables.EXPERIMENTS,
          Tables.CODEBOOKS,
          Tables.PROTOTYPES,
          Tables.EVALUATIONS);

  private Provenances() {}

  /** Where a page about a version comes from. */
  static Provenance of(CodebookVersion codebook, Warehouse warehouse) {
    return new Provenance(
        PRODUCER,
        READ.stream().map(table -> asRead(table, warehouse)).toList(),
        new Calibrations(warehouse).origin(codebook),
        BundledModel.caveat(codebook.modelName()).orElse(""));
  }

  private static Provenance.Table asRead(TableSpec table, Warehouse warehouse) {
    return new Provenance.Table(
        table.name(), warehouse.tableVersion(table), RowCount.of(warehouse, table));
  }
}
