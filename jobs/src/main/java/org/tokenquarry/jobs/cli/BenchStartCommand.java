package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry bench start}. */
@Command(
    name = "start",
    description =
        "Times --help, config, list and show as whole processes beside a JVM that does nothing, "
            + "and the start of Spark.",
    footer = "  tokenquarry bench start --warehouse quickstart/warehouse --runs 5")
final class BenchStartCommand extends VerbCommand {

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs of each; the median is told (bench.start.runs).")
  private String runs;

  BenchStartCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments().text("bench.start.runs", runs);
  }
}
