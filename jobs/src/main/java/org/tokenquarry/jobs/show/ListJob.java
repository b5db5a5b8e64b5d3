package org.tokenquarry.jobs.show;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RegistryState;

/**
 * Lists all complete versions and all aliases, as they are or as they were at an instant. Starts no
 * Spark session.
 *
 * <p>Input tables: {@code codebooks}, {@code aliases}. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry list --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse ({@link org.tokenquarry.error.UserException}).
 */
public final class ListJob implements Job<ListSummary> {

  @Override
  public ListSummary run(JobContext context) {
    RegistryState now = new Registry(context.existingWarehouse()).read();
    RegistryState shown = context.settings().registry().at().map(now::at).orElse(now);
    return new ListSummary(
        shown.complete().stream()
            .map(codebook -> CodebookEntry.of(codebook, shown.aliases()))
            .toList(),
        shown.aliases().current().stream().map(ListSummary.Alias::of).toList());
  }
}
