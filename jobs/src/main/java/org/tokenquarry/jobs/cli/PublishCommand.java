package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;

/** {@code tokenquarry publish}. */
@Command(
    name = "publish",
    description =
        "Publishes a version, in one step, where it reaches what is asked of it; "
            + "otherwise nothing changes and the exit code is 2.",
    footer = "  tokenquarry publish 3 --warehouse warehouse")
final class PublishCommand extends VersionCommand {

  PublishCommand(VerbRunner runner) {
    super(runner);
  }
}
