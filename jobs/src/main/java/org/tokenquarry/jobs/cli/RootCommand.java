package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokenquarry} without a verb. */
@Command(
    name = "tokenquarry",
    description = "Mines redundancy codebooks from vision-language models.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "VERB",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nVerbs, each with --help:%n",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  the user's mistake: command line, configuration, unreadable input",
      "  2  refused by the conditions of publication",
      "  3  lost against a concurrent run; running again is safe",
      "  4  anything else"
    },
    usageHelpAutoWidth = true)
final class RootCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No verb was given.");
  }
}
