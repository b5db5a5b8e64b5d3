package org.tokenquarry.jobs.calibrate;

import org.tokenquarry.error.UserException;

/** Why nothing can be calibrated or searched: code, sentence and remedy of each case. */
final class CalibrateErrors {

  private CalibrateErrors() {}

  static UserException nothingToCalibrate(String warehouse) {
    return new UserException(
        "nothing-to-calibrate",
        "The warehouse " + warehouse + " holds no image to calibrate with.",
        "Run ingest first.");
  }

  static UserException validationIsTest(String questions) {
    return new UserException(
        "validation-is-test",
        "The questions "
            + questions
            + " are those that codebooks are reported on, so settings cannot be chosen by them.",
        "Draw other ones for calibrate.search.questions.");
  }

  static UserException noAnswers(String questions) {
    return new UserException(
        "validation-unanswered",
        "No question of " + questions + " has an answer, so nothing can be chosen by them.",
        "Give calibrate.search.questions that have answers.");
  }

  static UserException noValidation() {
    return new UserException(
        "no-questions",
        "No validation questions were named, and constants are chosen by their answers.",
        "Name them with --questions or calibrate.search.questions.");
  }

  static UserException noProbingPruner(String name) {
    return new UserException(
        "pruner-unknown",
        "There is no pruner " + name + " that probes a codebook.",
        "Choose one whose name begins with codebook for calibrate.search.pruner.");
  }

  static UserException everyCodebookEmpty(int trials) {
    return new UserException(
        "empty-codebook",
        "None of the " + trials + " combinations of settings leaves a prototype.",
        "Raise calibrate.search's quantiles, or lower its moreImagesThan.");
  }
}
