package org.tokenquarry.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.report.page.Funnel;
import org.tokenquarry.jobs.report.page.Provenance;
import org.tokenquarry.jobs.report.page.RunFacts;
import org.tokenquarry.jobs.table.Calibrations;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.BundledModel;

/**
 * What the tables tell of a run itself: what it was, what thinned out, what it can be traced to.
 */
final class RunAccount {

  private static final String PRODUCER = "TokenQuarry";

  private static final List<TableSpec> READ =
      List.of(
          Tables.IMAGES,
          Tables.QUARANTINE,
          Tables.EXPERIMENTS,
          Tables.CODEBOOKS,
          Tables.PROTOTYPES,
          Tables.EVALUATIONS);

  private final Warehouse warehouse;

  RunAccount(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  RunFacts facts(CodebookVersion codebook) {
    return new RunFacts(
        OptionalInt.of((int) codebook.version()),
        codebook.status().code(),
        codebook.space(),
        codebook.modelName(),
        codebook.modelDigest(),
        codebook.settingsDigest(),
        codebook.runId(),
        codebook.createdAt(),
        codebook.images(),
        codebook.tokens(),
        codebook.redundantTokens(),
        codebook.prototypes());
  }

  Funnel funnel(CodebookVersion codebook, Dataset<Row> experiments) {
    List<Funnel.Stage> stages =
        org.tokenquarry.jobs.table.Funnel.of(experiments).stages().stream()
            .map(stage -> new Funnel.Stage(stage.name(), stage.in(), stage.kept()))
            .toList();
    List<Funnel.Quarantined> quarantined =
        new Quarantine(warehouse)
                .openFor(codebook.modelDigest(), codebook.experimentDigest())
                .groupBy("stage", "reason")
                .count()
                .sort("stage", "reason")
                .collectAsList()
                .stream()
                .map(
                    row ->
                        new Funnel.Quarantined(row.getString(0), row.getString(1), row.getLong(2)))
                .toList();
    return new Funnel(stages, quarantined);
  }

  Provenance provenance(CodebookVersion codebook) {
    List<Provenance.Table> tables = new ArrayList<>();
    for (TableSpec table : READ) {
      tables.add(
          new Provenance.Table(
              table.name(), warehouse.tableVersion(table), warehouse.read(table).count()));
    }
    return new Provenance(
        PRODUCER,
        codebook.settings(),
        codebook.contentDigest(),
        tables,
        new Calibrations(warehouse).origin(codebook),
        BundledModel.caveat(codebook.modelName()).orElse(""));
  }
}
