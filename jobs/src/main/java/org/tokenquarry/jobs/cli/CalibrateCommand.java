package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry calibrate}. */
@Command(
    name = "calibrate",
    description =
        "Carries out all experiments on a sample and proposes thresholds from quantiles; "
            + "with validation questions, searches all settings of the codebook.",
    footer = "  tokenquarry calibrate --questions validation --warehouse warehouse")
final class CalibrateCommand extends VerbCommand {

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images in the sample (calibrate.images).")
  private String images;

  @Option(
      names = "--questions",
      paramLabel = "DIR",
      description = "Validation images and their questions (calibrate.search.questions).")
  private String questions;

  CalibrateCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments()
        .text("calibrate.images", images)
        .text("calibrate.search.questions", questions);
  }
}
