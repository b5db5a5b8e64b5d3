package org.tokenquarry.jobs.plan;

import java.util.Collection;
import org.tokenquarry.error.UserException;

/** What cannot be planned: code, sentence and remedy of each case. */
final class PlanErrors {

  private PlanErrors() {}

  static UserException nothingMined(String warehouse) {
    return new UserException(
        "nothing-mined",
        "Nothing was mined in "
            + warehouse
            + " with this model and these settings, so there are no shares to plan with.",
        "Mine a few images with the same --model and settings, or plan with plan.keep.*:"
            + " --shares settings.");
  }

  /** The shares of one model say nothing about another. */
  static UserException sharesOfBundle(String shape) {
    return new UserException(
        "shares-of-bundle",
        "Shares of a warehouse are those of its model, and the plan is for " + shape + ".",
        "Plan for the bundle that mined: --shape bundle --model DIR, or set plan.keep.*.");
  }

  static UserException rateMissing(String shape) {
    return new UserException(
        "rate-missing",
        "The rate of " + shape + " cannot be measured without its bundle.",
        "Give --gflops-per-second, or plan for a bundle: --shape bundle --model DIR.");
  }

  static UserException shapeUnknown(String name, Collection<String> known) {
    return new UserException(
        "shape-unknown",
        "There is no known model called " + name + ".",
        "Known are " + String.join(", ", known) + "; or name a bundle.");
  }

  static UserException shapeMissing(String model) {
    return new UserException(
        "shape-missing",
        "The bundle.json of the model "
            + model
            + " does not tell all sizes that operations are counted from.",
        "Export it again: heads, mlp, vision.patch and vision.mlp are needed.");
  }
}
