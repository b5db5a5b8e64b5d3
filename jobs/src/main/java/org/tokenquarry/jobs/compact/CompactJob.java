package org.tokenquarry.jobs.compact;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.jobs.config.CompactSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.Compaction;
import org.tokenquarry.jobs.table.CompactionLimits;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Merges small files of the tables that get new files every night. No row changes, and other runs
 * may work at the same time.
 *
 * <p>Input and output tables: {@code experiments}, {@code mined}, {@code images}, {@code sources},
 * {@code quarantine}, {@code evaluations}. Example:
 *
 * <pre>{@code tokenquarry compact --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse ({@link org.tokenquarry.error.UserException}). If another
 * run changes the same files, they are left as they are, and the summary says so. If there is
 * nothing to merge, nothing is written.
 */
public final class CompactJob implements Job<CompactSummary> {

  @Override
  public CompactSummary run(JobContext context) {
    Warehouse warehouse = context.existingWarehouse();
    CompactSettings settings = context.settings().compact();
    Compaction compaction =
        new Compaction(
            warehouse,
            new CompactionLimits(
                settings.smallerThan(),
                settings.files(),
                settings.fileBytes(),
                settings.maxBytes()));
    List<CompactSummary.Table> tables = new ArrayList<>();
    for (TableSpec table : Compaction.tables()) {
      context.phases().uncounted("Merging small files of " + table.name());
      Compaction.Outcome outcome = compaction.compact(table, context.info());
      if (outcome.files() > 0 || outcome.left()) {
        tables.add(CompactSummary.Table.of(table.name(), outcome));
      }
    }
    return new CompactSummary(tables);
  }
}
