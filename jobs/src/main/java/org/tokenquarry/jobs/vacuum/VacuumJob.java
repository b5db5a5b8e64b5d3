package org.tokenquarry.jobs.vacuum;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.jobs.config.VacuumSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.AbandonedVersions;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Vacuum;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Removes files that no version of a table has had for a time, and versions of the codebook that a
 * killed run left unfinished. What the tables hold stays, and so does every complete version.
 * Readers and runs that are at work are safe if none takes longer than the retention.
 *
 * <p>Input and output tables: all. Example:
 *
 * <pre>{@code tokenquarry vacuum --dry-run --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse, or the retention is shorter than 7 days ({@link
 * org.tokenquarry.error.UserException}); another run changed the table {@code codebooks} at the
 * same time ({@link org.tokenquarry.jobs.table.ConcurrentRunException}).
 */
public final class VacuumJob implements Job<VacuumSummary> {

  @Override
  public VacuumSummary run(JobContext context) {
    Warehouse warehouse = context.existingWarehouse();
    VacuumSettings settings = context.settings().vacuum();
    Vacuum vacuum = new Vacuum(warehouse, settings.retention());
    AbandonedVersions abandoned = new AbandonedVersions(warehouse);
    List<Long> versions = abandoned.begunBefore(Instant.now().minus(settings.retention()));
    if (!settings.dryRun()) {
      abandoned.remove(versions, context.info());
    }
    List<VacuumSummary.Table> tables = new ArrayList<>();
    for (TableSpec table : Tables.all()) {
      context.phases().uncounted("Looking for old files of " + table.name());
      Vacuum.Outcome outcome = settings.dryRun() ? vacuum.find(table) : vacuum.remove(table);
      if (outcome.files() > 0) {
        tables.add(VacuumSummary.Table.of(table.name(), outcome));
      }
    }
    return new VacuumSummary(
        settings.dryRun(),
        tables,
        tables.stream().mapToLong(VacuumSummary.Table::files).sum(),
        tables.stream().mapToLong(VacuumSummary.Table::bytes).sum(),
        versions);
  }
}
