package org.tokenquarry.jobs.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/**
 * Finds the entry of a table's log that Spark could not read. Spark names the file only if its
 * first line is broken, and a file that was cut off has its first line.
 */
public final class BrokenLogs {

  private static final String MALFORMED = "MALFORMED_RECORD_IN_PARSING";

  private BrokenLogs() {}

  /**
   * Names the entries, if they are the reason of a failure.
   *
   * @param warehouse whose tables were read
   * @return the failure itself if it has another reason
   */
  public static Exception named(Exception failure, Warehouse warehouse) {
    boolean malformed =
        ExceptionUtils.getThrowableList(failure).stream()
            .anyMatch(each -> String.valueOf(each.getMessage()).contains(MALFORMED));
    List<Problem> problems = malformed ? problems(failure, warehouse) : List.of();
    if (problems.isEmpty()) {
      return failure;
    }
    UserException named = new UserException(problems);
    named.initCause(failure);
    return named;
  }

  private static List<Problem> problems(Exception failure, Warehouse warehouse) {
    List<Problem> problems = new ArrayList<>();
    try {
      for (TableSpec table : Tables.all()) {
        if (warehouse.log(table).latest() != TableLog.NONE) {
          Path root = new Path(warehouse.path(table));
          problems.addAll(new LogCheck(warehouse.hadoop(), root).problems());
        }
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return problems;
  }
}
