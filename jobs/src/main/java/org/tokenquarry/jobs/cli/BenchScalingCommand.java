package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;

/** {@code tokenquarry bench scaling}. */
@Command(
    name = "scaling",
    description =
        "Mines several numbers of scenes on one core and on all, and compares the time with the "
            + "time inside the model.",
    footer = "  tokenquarry bench scaling --set bench.scaling.images=[100,500]")
final class BenchScalingCommand extends VerbCommand {

  BenchScalingCommand(VerbRunner runner) {
    super(runner);
  }
}
