package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;

/** {@code tokenquarry list}. */
@Command(
    name = "list",
    description = "Lists the versions of the codebook.",
    footer = "  tokenquarry list --warehouse warehouse --output json")
final class ListCommand extends VerbCommand {

  ListCommand(VerbRunner runner) {
    super(runner);
  }
}
