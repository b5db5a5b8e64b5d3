package org.tokenquarry.task;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;

/** What a task cannot be asked for: code, sentence and remedy of each case. */
final class TaskErrors {

  private TaskErrors() {}

  static Problem unknownPruner(String name, List<String> known) {
    return new Problem(
        "pruner-unknown",
        "There is no pruner " + name + ".",
        "Choose from " + String.join(", ", known) + "; or all.");
  }

  static Problem unreadableForm(String text) {
    return new Problem(
        "constant-invalid",
        text + " is not a pruner with constants.",
        "Write it like gprune(steps=3,threshold=0.8), in quotation marks.");
  }

  static Problem unknownConstant(
      String pruner, String constant, Optional<TunableMethod<?>> method) {
    return new Problem(
        "constant-unknown",
        "The pruner " + pruner + " has no constant " + constant + ".",
        method.map(TaskErrors::constants).orElse("It has none."));
  }

  private static String constants(TunableMethod<?> method) {
    return "It has "
        + method.constants().stream()
            .map(constant -> constant.name() + ", " + constant.bounds().words())
            .collect(Collectors.joining("; "))
        + ".";
  }

  static Problem constantTwice(String text, String constant) {
    return new Problem(
        "constant-invalid",
        text + " gives " + constant + " twice.",
        "Give each constant one value.");
  }

  static Problem constantInvalid(String text, Constant constant, String given) {
    return new Problem(
        "constant-invalid",
        constant.name() + " is " + given + " in " + text + ".",
        "It must be " + constant.bounds().words() + ".");
  }

  static UserException notTunable(List<String> names, List<String> tunable) {
    return new UserException(
        names.stream()
            .map(
                name ->
                    new Problem(
                        "pruner-unknown",
                        "There is no pruner " + name + " that has constants.",
                        "Choose from " + String.join(", ", tunable) + "; or all."))
            .toList());
  }

  static UserException tilesUnknown(String model, String setting) {
    return new UserException(
        "tiles-unknown",
        "The model bundle " + model + " describes no tiles.",
        "Set " + setting + " to base, or export a model with tiles (LLaVA-NeXT, LLaVA-OneVision).");
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
