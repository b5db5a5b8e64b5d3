package org.tokenquarry.jobs.cli;

import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.tokenquarry.error.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words what is wrong with a command line. */
final class CommandLineMistakes {

  /** Edits at most between what was written and what is suggested. */
  private static final int MOST_EDITS = 3;

  private CommandLineMistakes() {}

  static UserException of(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      if (word.startsWith("-")) {
        return unknownOption(word, command);
      }
      if (!command.getSubcommands().isEmpty()) {
        return unknown(
            "verb-unknown", "verb", word, List.copyOf(command.getSubcommands().keySet()), command);
      }
      return new UserException(
          "argument-unexpected", "The argument " + word + " is one too many.", seeHelp(command));
    }
    if (mistake instanceof OverwrittenOptionException twice
        && twice.getOverwritten() instanceof OptionSpec option) {
      return twice(option.longestName());
    }
    String message = mistake.getMessage();
    return new UserException(
        "command-line", message.endsWith(".") ? message : message + ".", seeHelp(command));
  }

  private static UserException twice(String option) {
    return new UserException(
        "command-line",
        "The option " + option + " is given twice.",
        option.equals(CommonOptions.CONF)
            ? "Give one file. It can take in another one with a line: include required(\"other.conf\")"
            : "Give it once.");
  }

  private static UserException unknownOption(String word, CommandLine command) {
    String name = nameOf(word);
    List<String> owners =
        command.getSubcommands().values().stream()
            .filter(verb -> options(verb).contains(name))
            .map(CommandLine::getCommandName)
            .toList();
    if (owners.isEmpty()) {
      return unknown("option-unknown", "option", word, options(command), command);
    }
    return new UserException(
        "option-unknown",
        "The option " + name + " stands before the verb that it belongs to.",
        "Write it behind the verb: " + String.join(", ", owners) + ".");
  }

  private static UserException unknown(
      String code, String kind, String word, List<String> known, CommandLine command) {
    String name = nameOf(word);
    String nearest =
        known.stream()
            .filter(each -> edits(each, name) <= MOST_EDITS)
            .min(
                Comparator.comparingInt((String each) -> edits(each, name))
                    .thenComparing(each -> each))
            .map(each -> "Did you mean " + each + "? ")
            .orElse("");
    return new UserException(
        code, "There is no " + kind + " " + name + ".", nearest + seeHelp(command));
  }

  private static String nameOf(String word) {
    return word.replaceFirst("=.*", "");
  }

  private static int edits(String a, String b) {
    return LevenshteinDistance.getDefaultInstance().apply(a, b);
  }

  private static List<String> options(CommandLine command) {
    return List.copyOf(command.getCommandSpec().optionsMap().keySet());
  }

  private static String seeHelp(CommandLine command) {
    return "`" + command.getCommandSpec().qualifiedName() + " --help` says what there is.";
  }
}
