package org.tokenquarry.serving;

import java.nio.file.Path;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/** Every error of this package: its code, its sentence and its remedy. */
final class ServingErrors {

  private static final String AGAIN = "Export or copy the codebook again.";

  private ServingErrors() {}

  static UserException missing(Path file) {
    return new UserException(
        "export-missing",
        "There is no file " + file + ".",
        "Give the folder that `tokenquarry export` wrote.");
  }

  /**
   * A file is not what it should be.
   *
   * @param what a predicate
   */
  static UserException damaged(Path file, String what) {
    return new UserException(damage(file, what));
  }

  /** The same, among other problems. */
  static Problem damage(Path file, String what) {
    return new Problem("export-damaged", file + " " + what + ".", AGAIN);
  }

  static UserException contract(Path folder, String version) {
    return new UserException(
        "contract-unknown",
        folder + " has a contract of version " + version + ".",
        "Use a newer release of TokenQuarry.");
  }

  static UserException empty() {
    return new UserException(
        "codebook-empty", "The codebook has no prototype.", "Mine more images.");
  }

  static UserException width(int tokens, int prototypes) {
    return new UserException(
        "width-differs",
        "The tokens have width " + tokens + ", and the prototypes " + prototypes + ".",
        "Give tokens behind the projector of the model that the codebook was mined with.");
  }

  static UserException notFinite(String what) {
    return new UserException(
        "not-finite", "The " + what + " hold NaN or infinity.", "See why the model gives that.");
  }

  static UserException count(int k, int tokens) {
    return new UserException(
        "count-invalid",
        k + " of " + tokens + " tokens cannot be kept.",
        "Give a whole number from 1 to " + tokens + ".");
  }

  static UserException rule(String rule) {
    return new UserException(
        "rule-unknown", "There is no rule " + rule + ".", "Choose codebook or codebook-diverse.");
  }

  static UserException grid(int tokens, String grid) {
    return new UserException(
        "grid-missing",
        tokens + " tokens are no grid of " + grid + ".",
        "Give the rows and columns of the image's tokens.");
  }
}
