package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Parameters;

/** A verb that works on one version of the codebook. */
abstract class VersionCommand extends VerbCommand {

  @Parameters(
      paramLabel = "VERSION",
      arity = "0..1",
      description =
          "Version of the codebook: latest, published, or its number (codebook.version). "
              + "Default: published for export, else latest.")
  private String version;

  VersionCommand(VerbRunner runner) {
    super(runner);
  }

  @Override
  Arguments arguments() {
    return new Arguments().text("codebook.version", version);
  }
}
