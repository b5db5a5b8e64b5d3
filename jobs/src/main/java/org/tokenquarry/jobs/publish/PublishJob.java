package org.tokenquarry.jobs.publish;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Publishes a candidate if it fulfils the conditions.
 *
 * <p>Input tables: {@code codebooks}, {@code evaluations}. Output table: {@code codebooks}, one
 * commit that publishes the candidate and retires the version before. Example:
 *
 * <pre>{@code tokenquarry publish --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no such version ({@link org.tokenquarry.error.UserException}); a condition is
 * not met ({@link GateRefusedException}, the candidate stays); another run changed the versions
 * ({@link org.tokenquarry.jobs.table.ConcurrentRunException}).
 */
public final class PublishJob {

  private final Warehouse warehouse;
  private final RunInfo run;
  private final PublishOptions options;

  /** Plans a run. */
  public PublishJob(Warehouse warehouse, RunInfo run, PublishOptions options) {
    this.warehouse = warehouse;
    this.run = run;
    this.options = options;
  }

  /** Publishes one version; a version that is published already stays so. */
  public PublishSummary run(CodebookVersion candidate) {
    CodebookVersion published = candidate;
    if (candidate.status() != Status.PUBLISHED) {
      List<Problem> problems = problems(candidate);
      if (!problems.isEmpty()) {
        throw new GateRefusedException(problems);
      }
      published = new Codebooks(warehouse).publish(candidate, run);
    }
    return new PublishSummary(
        published.version(), published.status().code(), published.contentDigest());
  }

  private List<Problem> problems(CodebookVersion candidate) {
    List<Problem> problems = new ArrayList<>();
    if (candidate.prototypes() < options.minPrototypes()) {
      problems.add(
          new Problem(
              "too-few-prototypes",
              "Version "
                  + candidate.version()
                  + " has "
                  + candidate.prototypes()
                  + " prototypes; publish.minPrototypes asks for "
                  + options.minPrototypes()
                  + ".",
              "Mine more images or loosen the thresholds."));
    }
    if (options.requireEvaluation() && !evaluated(candidate)) {
      problems.add(
          new Problem(
              "not-evaluated",
              "Version " + candidate.version() + " was not evaluated.",
              "Run evaluate first, or set publish.requireEvaluation=false."));
    }
    return problems;
  }

  private boolean evaluated(CodebookVersion candidate) {
    return !warehouse
        .read(Tables.EVALUATIONS)
        .filter(col("version").equalTo(candidate.version()))
        .isEmpty();
  }
}
