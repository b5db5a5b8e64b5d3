package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokenquarry bench} without saying what. */
@Command(
    name = "bench",
    description =
        "Measures: the engines side by side, the pipeline at several sizes, what starting costs.",
    synopsisSubcommandLabel = "engine|bundle|scaling|start",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    commandListHeading = "%nWhat is measured, each with --help:%n",
    usageHelpAutoWidth = true)
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.MIXIN)
  @SuppressWarnings("UnusedVariable") // What stands here counts for the benchmark behind it.
  private CommonOptions common;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "bench was not told what to measure: engine, bundle, scaling or start.");
  }
}
