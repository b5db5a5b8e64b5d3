package org.tokenquarry.jobs.doctor;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.failure.StorageFailure;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.UnfinishedException;

/**
 * Looks at everything that a run needs: Java, memory, disks, native libraries, Spark, the model
 * bundle, the tables and the clock. It says in plain sentences what would fail, and what to do.
 *
 * <p>Input: settings, the machine, the log of every table. Output: none but the summary; the
 * warehouse is written to and left as it was. Example:
 *
 * <pre>{@code tokenquarry doctor --warehouse warehouse --model bundles/llava}</pre>
 *
 * <p>Failure modes: a check fails ({@link UserException}); the summary then has all checks.
 */
public final class DoctorJob implements Job<DoctorSummary> {

  private static final Logger LOG = LoggerFactory.getLogger(DoctorJob.class);

  /** What is cheap and what others rest on comes first. */
  private static final List<Check> CHECKS =
      List.of(
          new JavaCheck(),
          new MemoryCheck(),
          new DiskCheck(),
          new WriteCheck(),
          new ClockCheck(),
          new LeaseCheck(),
          new NativeCheck(),
          new BundleCheck(),
          new TableCheck(),
          new SparkCheck());

  @Override
  public DoctorSummary run(JobContext context) {
    DoctorSummary summary =
        new DoctorSummary(
            CHECKS.stream()
                .map(check -> DoctorSummary.Entry.of(check.name(), found(check, context)))
                .toList());
    List<String> failing = summary.failing();
    if (!failing.isEmpty()) {
      throw new UnfinishedException(
          summary,
          new UserException(
              "doctor-found",
              "%d of %d checks fail: %s."
                  .formatted(failing.size(), CHECKS.size(), String.join(", ", failing)),
              "Each line above says what to do."));
    }
    return summary;
  }

  private static Finding found(Check check, JobContext context) {
    try {
      return check.look(context);
    } catch (UserException e) {
      return Finding.fails(e.problems());
    } catch (Exception | LinkageError e) { // Whatever it is, the other checks go on.
      LOG.info("the check {} failed", check.name(), e);
      return StorageFailure.of(e)
          .map(problem -> Finding.fails(List.of(problem)))
          .orElseGet(
              () ->
                  Finding.fails(
                      "check-failed",
                      "The check itself failed: " + e + ".",
                      "The log has the stack trace."));
    }
  }
}
