package org.tokenquarry.jobs.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.failure.MemoryFailure;
import org.tokenquarry.jobs.failure.StorageFailure;
import org.tokenquarry.jobs.failure.TransientFailure;
import org.tokenquarry.jobs.job.GateRefusedException;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.job.UnfinishedException;
import org.tokenquarry.jobs.table.ConcurrentRunException;

/**
 * How a run failed.
 *
 * @param exitCode of the process
 * @param problems at least one
 * @param finished what the steps before did; empty for a run of one step
 */
record Failure(ExitCode exitCode, List<Problem> problems, Optional<Summary> finished) {

  /**
   * A run that a signal ended, whatever it failed with then.
   *
   * @param code that of the signal
   */
  static Failure stopped(ExitCode code, Throwable thrown) {
    return new Failure(code, List.of(CliErrors.stopped(code)), finished(thrown));
  }

  private static Optional<Summary> finished(Throwable thrown) {
    return ExceptionUtils.getThrowableList(thrown).stream()
        .filter(UnfinishedException.class::isInstance)
        .map(each -> ((UnfinishedException) each).finished())
        .findFirst();
  }

  /** Classifies what was thrown. Spark wraps what its tasks throw, so all causes are searched. */
  static Failure of(Throwable thrown) {
    List<Throwable> chain = ExceptionUtils.getThrowableList(thrown);
    Optional<Summary> finished = finished(thrown);
    for (Throwable each : chain) {
      if (each instanceof UserException mistake) {
        return new Failure(ExitCode.USER_MISTAKE, mistake.problems(), finished);
      }
      if (each instanceof GateRefusedException refused) {
        return new Failure(ExitCode.REFUSED, problems(refused), finished);
      }
      if (each instanceof ConcurrentRunException lost) {
        return new Failure(ExitCode.LOST_RACE, List.of(lost.problem()), finished);
      }
    }
    Optional<Problem> storage = StorageFailure.of(thrown);
    if (storage.isPresent()) {
      return new Failure(
          StorageFailure.mayPass(storage.get()) ? ExitCode.FAILURE : ExitCode.USER_MISTAKE,
          List.of(storage.get()),
          finished);
    }
    Problem problem =
        MemoryFailure.of(thrown)
            .or(() -> TransientFailure.of(thrown))
            .orElseGet(() -> CliErrors.internal(ExceptionUtils.getRootCause(thrown)));
    return new Failure(ExitCode.FAILURE, List.of(problem), finished);
  }

  /** The refusal, then what failed while it was reported. */
  private static List<Problem> problems(GateRefusedException refused) {
    return Stream.concat(
            refused.problems().stream(),
            Arrays.stream(refused.getSuppressed()).flatMap(each -> of(each).problems().stream()))
        .toList();
  }

  /**
   * The fields of the JSON object {@code error}; all problems are listed where there are several.
   */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>(fields(problems.get(0)));
    if (problems.size() > 1) {
      fields.put("problems", problems.stream().map(Failure::fields).toList());
    }
    return fields;
  }

  private static Map<String, Object> fields(Problem problem) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("code", problem.code());
    fields.put("message", problem.cause());
    fields.put("remedy", problem.remedy());
    return fields;
  }
}
