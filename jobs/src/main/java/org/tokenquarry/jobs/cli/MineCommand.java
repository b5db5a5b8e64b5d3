package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;

/** {@code tokenquarry mine}. */
@Command(
    name = "mine",
    description =
        "Asks every probed token of every image whether it is redundant. "
            + "Images that were mined with this model and these settings are not mined again.",
    footer = "  tokenquarry mine --warehouse warehouse --set preset=bundled")
final class MineCommand extends VerbCommand {

  MineCommand(VerbRunner runner) {
    super(runner);
  }
}
