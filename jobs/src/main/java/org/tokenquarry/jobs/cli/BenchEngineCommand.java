package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry bench engine}. */
@Command(
    name = "engine",
    description =
        "Runs the published procedure, the exhaustive engine and the cascade on the same images "
            + "and compares time, operations and verdicts.",
    footer = "  tokenquarry bench engine --images 8 --threads 1")
final class BenchEngineCommand extends VerbCommand {

  @Option(names = "--images", paramLabel = "N", description = "Scenes (bench.images).")
  private String images;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Images examined at once, each by one thread (bench.threads).")
  private String threads;

  BenchEngineCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments().text("bench.images", images).text("bench.threads", threads);
  }
}
