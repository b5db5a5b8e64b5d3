package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokenquarry export}. */
@Command(
    name = "export",
    description = "Writes the prototypes as safetensors, with a card and a manifest of digests.",
    footer = "  tokenquarry export 3 --out codebook --warehouse warehouse")
final class ExportCommand extends VersionCommand {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Receives the files (export.directory).")
  private String out;

  ExportCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return super.arguments().text("export.directory", out);
  }
}
