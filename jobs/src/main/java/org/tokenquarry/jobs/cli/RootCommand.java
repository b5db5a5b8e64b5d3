package org.tokenquarry.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tokenquarry} without a verb. */
@Command(
    name = "tokenquarry",
    description = "Mines redundancy codebooks from vision-language models.",
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "VERB",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions of every verb, before it or behind it:%n",
    commandListHeading = "%nVerbs, each with --help:%n",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  the user's mistake: command line, configuration, unreadable input",
      "  2  refused by the conditions of publication",
      "  3  lost against a concurrent run; running again is safe",
      "  4  anything else",
      "  129, 130, 143  stopped by SIGHUP, SIGINT (Ctrl-C) or SIGTERM; run the verb again to go on"
    },
    sortOptions = false,
    usageHelpAutoWidth = true)
final class RootCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.MIXIN)
  @SuppressWarnings("UnusedVariable") // Read together with those behind the verb.
  private CommonOptions common;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  private boolean version;

  @Override
  public void run() {
    throw CliErrors.noVerb(spec.commandLine());
  }
}
