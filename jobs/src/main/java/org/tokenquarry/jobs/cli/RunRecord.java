package org.tokenquarry.jobs.cli;

import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.Configuration;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.lease.RunLeases;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.RunRow;
import org.tokenquarry.jobs.table.Runs;

/**
 * Leaves a row about a run in each warehouse that it has the lease on. A run that could not take
 * the lease wrote nothing, and leaves no row.
 */
final class RunRecord {

  private final RunInfo run;
  private final Configuration configuration;
  private final RunLeases leases;
  private final Clock clock;
  private final Instant start;

  RunRecord(RunInfo run, Configuration configuration, RunLeases leases, Clock clock) {
    this.run = run;
    this.configuration = configuration;
    this.leases = leases;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** The run ended well. The leases are given back. */
  void done(Summary summary) {
    add(ExitCode.DONE, null, null, SummaryPrinter.json(summary));
    leases.release();
  }

  /**
   * The run failed; that it could not be recorded must not hide why. The leases are given back
   * unless the run may have been in the middle of a commit.
   */
  void failed(Failure failure) {
    Problem first = failure.problems().get(0);
    try {
      add(
          failure.exitCode(),
          first.code(),
          first.cause(),
          failure.finished().map(SummaryPrinter::json).orElse(null));
    } catch (RuntimeException e) {
      // Not a constant: what only prints something does not wait for logging to be set up.
      Logger log = LoggerFactory.getLogger(RunRecord.class);
      log.warn("The run could not be recorded", e);
    }
    if (failure.exitCode() != ExitCode.FAILURE && failure.exitCode().signal().isEmpty()) {
      leases.release();
    }
  }

  private void add(ExitCode code, String errorCode, String error, String summary) {
    String settings = SummaryPrinter.json(EffectiveSettings.of(configuration));
    leases
        .held()
        .forEach(
            held -> {
              Runs runs = new Runs(held.warehouse());
              runs.add(
                  new RunRow(
                      run.runId(),
                      run.verb(),
                      start,
                      clock.instant(),
                      code.code(),
                      errorCode,
                      error,
                      summary,
                      settings,
                      Runs.changes(held.before(), held.warehouse().latestCommits())),
                  run);
            });
  }
}
