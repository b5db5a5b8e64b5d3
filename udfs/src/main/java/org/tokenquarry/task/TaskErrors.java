package org.tokenquarry.task;

import java.util.List;
import org.tokenquarry.error.UserException;

/** What a task cannot be asked for: code, sentence and remedy of each case. */
final class TaskErrors {

  private TaskErrors() {}

  static UserException unknownPruner(String name, List<String> known) {
    return new UserException(
        "pruner-unknown",
        "There is no pruner " + name + ".",
        "Choose from " + String.join(", ", known) + "; or all.");
  }

  static UserException noColumn(String column, String param) {
    return unfit("There is no column " + column + ".", param);
  }

  static UserException columnNotBinary(String column, String type, String param) {
    return unfit("The column " + column + " is " + type + ", not binary.", param);
  }

  static UserException columnTaken(String column, String param) {
    return unfit("There is a column " + column + " already.", param);
  }

  private static UserException unfit(String cause, String param) {
    return new UserException("column-unfit", cause, "Set " + param + " to another column.");
  }
}
