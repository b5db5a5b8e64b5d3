package org.tokenquarry.jobs.publish;

import java.util.Optional;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.job.GateRefusedException;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Publishes a candidate if it fulfils the conditions.
 *
 * <p>Input tables: {@code codebooks}, {@code prototypes}, {@code evaluations}, {@code images},
 * {@code quarantine}. Output table: {@code codebooks}, one commit that publishes the candidate and
 * retires the version before. Example:
 *
 * <pre>{@code tokenquarry publish --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no such version, or its prototypes are not those that it was made of ({@link
 * org.tokenquarry.error.UserException}); a condition is not met ({@link GateRefusedException}, the
 * candidate stays); another run changed the versions ({@link
 * org.tokenquarry.jobs.job.ConcurrentRunException}).
 */
public final class PublishJob {

  private final Warehouse warehouse;
  private final RunInfo run;
  private final PublishSettings settings;

  /** Plans a run. */
  public PublishJob(Warehouse warehouse, RunInfo run, PublishSettings settings) {
    this.warehouse = warehouse;
    this.run = run;
    this.settings = settings;
  }

  /** Publishes one version; a version that is published already stays so. */
  public PublishSummary run(CodebookVersion candidate) {
    Codebooks codebooks = new Codebooks(warehouse);
    codebooks.requireIntact(candidate);
    if (candidate.status() == Status.PUBLISHED) {
      return summary(candidate, Optional.empty());
    }
    Gate.Verdict verdict = new Gate(warehouse, settings).judge(candidate);
    if (!verdict.problems().isEmpty()) {
      throw new GateRefusedException(verdict.problems());
    }
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
