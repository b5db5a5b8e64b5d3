package org.tokenquarry.jobs.publish;

import java.util.Optional;
import org.tokenquarry.jobs.config.AliasName;
import org.tokenquarry.jobs.job.GateRefusedException;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RegistryState;
import org.tokenquarry.jobs.table.RunInfo;

/**
 * Publishes a candidate if it fulfils the conditions.
 *
 * <p>Input tables: {@code codebooks}, {@code prototypes}, {@code evaluations}, {@code images},
 * {@code quarantine}, {@code aliases}. Output table: {@code aliases}, one commit that moves {@code
 * champion} to the candidate. Example:
 *
 * <pre>{@code tokenquarry publish --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no such version, or the table no longer holds its prototypes ({@link
 * org.tokenquarry.error.UserException}); a condition is not met ({@link GateRefusedException}, the
 * champion stays); another run moved the champion since this one began ({@link
 * org.tokenquarry.jobs.table.ConcurrentRunException}).
 */
public final class PublishJob implements Job<PublishSummary> {

  /** A version that is published already stays so. */
  @Override
  public PublishSummary run(JobContext context) {
    Registry registry = new Registry(context.existingWarehouse());
    // Before the version is judged: whoever moves the champion meanwhile makes this run lose.
    RegistryState seen = registry.read();
    CodebookVersion candidate = context.codebook();
    Codebooks codebooks = new Codebooks(context.warehouse());
    codebooks.requireIntact(candidate);
    if (candidate.status() == Status.PUBLISHED) {
      return summary(candidate, registry.read(), Optional.empty());
    }
    Gate.Verdict verdict =
        new Gate(context.warehouse(), context.settings().publish(), seen).judge(candidate);
    if (!verdict.problems().isEmpty()) {
      throw new GateRefusedException(verdict.problems());
    }
    RunInfo run = context.info(candidate.modelDigest(), candidate.settingsDigest());
    registry.move(seen, AliasName.CHAMPION, candidate.version(), run);
    return summary(candidate, registry.read(), verdict.questionSet());
  }

  private static PublishSummary summary(
      CodebookVersion published, RegistryState now, Optional<String> questionSet) {
    return new PublishSummary(
        published.version(),
        Status.PUBLISHED.code(),
        now.aliases().namesOf(published.version()),
        published.contentDigest(),
        questionSet.orElse(null));
  }
}
