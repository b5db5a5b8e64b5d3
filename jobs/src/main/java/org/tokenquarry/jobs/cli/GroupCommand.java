package org.tokenquarry.jobs.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** A group of verbs, such as {@code bench}. Without the second word it is a mistake. */
final class GroupCommand implements Runnable {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private GroupCommand() {}

  /**
   * The command of a group.
   *
   * @param verbs at least two
   */
  static CommandSpec of(String name, String description, List<CommandSpec> verbs) {
    CommandSpec spec = new GroupCommand().spec;
    spec.name(name).addMixin(CommonOptions.MIXIN, CommonOptions.spec());
    verbs.forEach(verb -> spec.addSubcommand(verb.name(), verb));
    spec.usageMessage()
        .description(description)
        .synopsisSubcommandLabel(String.join("|", spec.subcommands().keySet()))
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .commandListHeading("%nWhat is measured, each with --help:%n")
        .autoWidth(true);
    return spec;
  }

  @Override
  public void run() {
    throw CliErrors.noSecondWord(List.copyOf(spec.subcommands().keySet()), spec.commandLine());
  }
}
