package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry calibrate}. */
@Command(
    name = "calibrate",
    description = "Carries out all experiments on a sample and proposes thresholds from quantiles.",
    footer = "  tokenquarry calibrate --images 40 --warehouse warehouse")
final class CalibrateCommand extends VerbCommand {

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images in the sample (calibrate.images).")
  private String images;

  CalibrateCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments().text("calibrate.images", images);
  }
}
