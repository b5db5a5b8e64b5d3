package org.tokenquarry.jobs.cli;

import java.util.List;
import org.tokenquarry.error.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Finds out what is wrong with a command line that picocli refused. */
final class CommandLineMistakes {

  private CommandLineMistakes() {}

  static UserException of(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched().get(0), command);
    }
    if (mistake instanceof OverwrittenOptionException twice
        && twice.getOverwritten() instanceof OptionSpec option) {
      return CliErrors.givenTwice(option.longestName());
    }
    return CliErrors.other(mistake.getMessage(), command);
  }

  private static UserException unmatched(String word, CommandLine command) {
    if (word.startsWith("-")) {
      return unknownOption(nameOf(word), command);
    }
    return command.getSubcommands().isEmpty()
        ? CliErrors.unexpectedArgument(word, command)
        : CliErrors.unknownVerb(
            nameOf(word), List.copyOf(command.getSubcommands().keySet()), command);
  }

  private static UserException unknownOption(String option, CommandLine command) {
    List<String> owners =
        command.getSubcommands().values().stream()
            .filter(verb -> options(verb).contains(option))
            .map(CommandLine::getCommandName)
            .toList();
    return owners.isEmpty()
        ? CliErrors.unknownOption(option, options(command), command)
        : CliErrors.optionBeforeVerb(option, owners);
  }

  /** Without a value that is joined by an equals sign. */
  private static String nameOf(String word) {
    return word.replaceFirst("=.*", "");
  }

  private static List<String> options(CommandLine command) {
    return List.copyOf(command.getCommandSpec().optionsMap().keySet());
  }
}
