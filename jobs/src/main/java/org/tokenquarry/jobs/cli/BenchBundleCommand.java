package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry bench bundle}. */
@Command(
    name = "bundle",
    description =
        "Makes a model bundle with random weights, to measure on. Needs python3 with torch.",
    footer = "  tokenquarry bench bundle --hidden 1024 --layers 12 --grid 24 --out /tmp/large")
final class BenchBundleCommand extends VerbCommand {

  @Option(names = "--hidden", paramLabel = "D", description = "Width (bench.bundle.hidden).")
  private String hidden;

  @Option(names = "--layers", paramLabel = "L", description = "Layers (bench.bundle.layers).")
  private String layers;

  @Option(
      names = "--grid",
      paramLabel = "G",
      description = "Rows and columns of visual tokens (bench.bundle.grid).")
  private String grid;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Receives the bundle (bench.bundle.directory).")
  private String out;

  BenchBundleCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments()
        .text("bench.bundle.hidden", hidden)
        .text("bench.bundle.layers", layers)
        .text("bench.bundle.grid", grid)
        .text("bench.bundle.directory", out);
  }
}
