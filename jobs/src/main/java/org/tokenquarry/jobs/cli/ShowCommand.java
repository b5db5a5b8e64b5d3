package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;

/** {@code tokenquarry show}. */
@Command(
    name = "show",
    description = "Shows a version of the codebook and where its prototypes come from.",
    footer = "  tokenquarry show 3 --warehouse warehouse")
final class ShowCommand extends VersionCommand {

  ShowCommand(VerbRunner runner) {
    super(runner);
  }
}
