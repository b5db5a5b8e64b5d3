package org.tokenquarry.jobs.show;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Registry;

/**
 * Traces the prototypes of one version to image, token and scores. Starts no Spark session, unless
 * the files that may hold the prototypes' tokens are large.
 *
 * <p>Input tables: {@code codebooks}, {@code aliases}, {@code prototypes}, {@code experiments},
 * {@code images}. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry show --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse, or no such version ({@link
 * org.tokenquarry.error.UserException}).
 */
public final class ShowJob implements Job<ShowSummary> {

  @Override
  public ShowSummary run(JobContext context) {
    CodebookVersion codebook = context.codebook();
    return new ShowSummary(
        CodebookEntry.of(codebook, new Registry(context.warehouse()).read().aliases()),
        codebook.settings(),
        new Codebooks(context.warehouse()).origins(codebook));
  }
}
