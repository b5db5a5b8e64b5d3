package org.tokenquarry.jobs.publish;

import java.util.Optional;
import org.tokenquarry.jobs.job.GateRefusedException;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.RunInfo;

/**
 * Publishes a candidate if it fulfils the conditions.
 *
 * <p>Input tables: {@code codebooks}, {@code prototypes}, {@code evaluations}, {@code images},
 * {@code quarantine}. Output table: {@code codebooks}, one commit that publishes the candidate and
 * retires the version before. Example:
 *
 * <pre>{@code tokenquarry publish --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no such version, or the table no longer holds its prototypes ({@link
 * org.tokenquarry.error.UserException}); a condition is not met ({@link GateRefusedException}, the
 * candidate stays); another run changed the versions ({@link
 * org.tokenquarry.jobs.table.ConcurrentRunException}).
 */
public final class PublishJob implements Job<PublishSummary> {

  /** A version that is published already stays so. */
  @Override
  public PublishSummary run(JobContext context) {
    CodebookVersion candidate = context.codebook();
    Codebooks codebooks = new Codebooks(context.warehouse());
    codebooks.requireIntact(candidate);
    if (candidate.status() == Status.PUBLISHED) {
      return summary(candidate, Optional.empty());
    }
    Gate.Verdict verdict =
        new Gate(context.warehouse(), context.settings().publish()).judge(candidate);
    if (!verdict.problems().isEmpty()) {
      throw new GateRefusedException(verdict.problems());
    }
    RunInfo run = context.info(candidate.modelDigest(), candidate.settingsDigest());
    return summary(codebooks.publish(candidate, run), verdict.questionSet());
  }

  private static PublishSummary summary(CodebookVersion published, Optional<String> questionSet) {
    return new PublishSummary(
        published.version(),
        published.status().code(),
        published.contentDigest(),
        questionSet.orElse(null));
  }
}
