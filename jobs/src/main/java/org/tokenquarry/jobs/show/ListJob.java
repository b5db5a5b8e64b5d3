package org.tokenquarry.jobs.show;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.Codebooks;

/**
 * Lists all complete versions. Starts no Spark session.
 *
 * <p>Input table: {@code codebooks}. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry list --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse ({@link org.tokenquarry.error.UserException}).
 */
public final class ListJob implements Job<ListSummary> {

  @Override
  public ListSummary run(JobContext context) {
    Codebooks codebooks = new Codebooks(context.existingWarehouse());
    return new ListSummary(codebooks.complete().stream().map(CodebookEntry::of).toList());
  }
}
