package org.tokenquarry.jobs.runs;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.Runs;

/**
 * Lists the last runs of verbs that write, newest first. Starts no Spark session.
 *
 * <p>Input table: {@code runs}. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry runs --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse ({@link org.tokenquarry.error.UserException}).
 */
public final class RunsJob implements Job<RunsSummary> {

  @Override
  public RunsSummary run(JobContext context) {
    Runs runs = new Runs(context.existingWarehouse());
    return new RunsSummary(
        runs.last(context.settings().runs().count()).stream().map(RunsSummary.Entry::of).toList());
  }
}
