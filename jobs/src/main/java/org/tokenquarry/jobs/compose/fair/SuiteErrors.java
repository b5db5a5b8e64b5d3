package org.tokenquarry.jobs.compose.fair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.CodebookSelection.Choice;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.config.SuiteSettings;

/** Why a suite cannot begin: code, sentence and remedy of each case. */
final class SuiteErrors {

  private SuiteErrors() {}

  /**
   * Checks what the user gave.
   *
   * @throws UserException with all problems
   */
  static void require(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    settings
        .evaluate()
        .questions()
        .ifPresent(named -> problems.add(decided("evaluate.questions", named)));
    settings
        .calibrate()
        .search()
        .questions()
        .ifPresent(named -> problems.add(decided("calibrate.search.questions", named)));
    if (settings.codebook().choice() != Choice.DEFAULT) {
      problems.add(decided("codebook.version", settings.codebook().canonical()));
    }
    if (!settings.evaluate().suite().own().map(SuiteSettings.Own::whole).orElse(true)) {
      problems.add(ownNotWhole());
    }
    if (!settings.evaluate().suite().seeds().differ()) {
      problems.add(
          new Problem(
              "suite-seeds",
              "Two of the seeds in evaluate.suite.seeds are equal, so scenes that something was chosen"
                  + " by would be asked about again.",
              "Choose three different seeds."));
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  private static Problem decided(String key, String value) {
    return new Problem(
        "suite-decides",
        "The suite draws its own questions and makes its own codebook, but "
            + key
            + " is "
            + value
            + ".",
        "Leave " + key + " out, or evaluate without --suite.");
  }

  private static Problem ownNotWhole() {
    return new Problem(
        "suite-images",
        "evaluate.suite.own does not name three different folders: images to mine, images and questions to"
            + " search on, and others to compare on.",
        "Name all of mined, validation and test, or none for drawn scenes.");
  }

  static UserException sharedImages(long shared, String validation, String test) {
    return new UserException(
        "suite-images",
        shared
            + " of the images that are asked about in "
            + validation
            + " are asked about in "
            + test
            + " too, so the test would be chosen by.",
        "Ask about other images in one of them.");
  }

  static UserException notLocal(String path) {
    return new UserException(
        "suite-place",
        "The suite writes scenes and warehouses to a folder of this machine, but warehouse.path is "
            + path
            + ".",
        "Name a local folder that does not exist yet with --warehouse.");
  }

  static UserException taken(Path folder, String by) {
    return new UserException(
        "suite-place",
        "The folder " + folder + " holds " + by + ".",
        "Name another folder with --warehouse.");
  }
}
