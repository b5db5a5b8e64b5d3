package org.tokenquarry.jobs.cli;

import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.NearestName;
import picocli.CommandLine;

/**
 * Everything that can be wrong with a command line, and the failures that no other place words:
 * code, sentence and remedy of each case.
 */
final class CliErrors {

  private static final String OPTION_UNKNOWN = "option-unknown";
  private static final String COMMAND_LINE = "command-line";

  private CliErrors() {}

  static UserException unknownVerb(String word, List<String> known, CommandLine command) {
    return unknown("verb-unknown", "verb", word, known, command);
  }

  static UserException unknownOption(String option, List<String> known, CommandLine command) {
    return unknown(OPTION_UNKNOWN, "option", option, known, command);
  }

  private static UserException unknown(
      String code, String kind, String word, List<String> known, CommandLine command) {
    String nearest =
        NearestName.ofWords(known, word).map(each -> "Did you mean " + each + "? ").orElse("");
    return new UserException(
        code, "There is no " + kind + " " + word + ".", nearest + seeHelp(command));
  }

  static UserException optionBeforeVerb(String option, List<String> verbs) {
    return new UserException(
        OPTION_UNKNOWN,
        "The option " + option + " stands before the verb that it belongs to.",
        "Write it behind the verb: " + String.join(", ", verbs) + ".");
  }

  static UserException unexpectedArgument(String word, CommandLine command) {
    return new UserException(
        "argument-unexpected", "The argument " + word + " is one too many.", seeHelp(command));
  }

  static UserException givenTwice(String option) {
    return new UserException(
        COMMAND_LINE,
        "The option " + option + " is given twice.",
        option.equals(CommonOptions.CONF)
            ? "Give one file. It can take in another one with a line: include required(\"other.conf\")"
            : "Give it once.");
  }

  static UserException noVerb(CommandLine command) {
    return other("No verb was given.", command);
  }

  /**
   * A group of verbs without the second word.
   *
   * @param words at least two, from which one is to be chosen
   */
  static UserException noSecondWord(List<String> words, CommandLine command) {
    int last = words.size() - 1;
    return other(
        command.getCommandName()
            + " was not told what to measure: "
            + String.join(", ", words.subList(0, last))
            + " or "
            + words.get(last)
            + ".",
        command);
  }

  /**
   * Any other mistake.
   *
   * @param sentence with or without a full stop
   */
  static UserException other(String sentence, CommandLine command) {
    return new UserException(
        COMMAND_LINE, sentence.endsWith(".") ? sentence : sentence + ".", seeHelp(command));
  }

  private static String seeHelp(CommandLine command) {
    return "`" + command.getCommandSpec().qualifiedName() + " --help` says what there is.";
  }

  /** A signal ended the run. */
  static Problem stopped(ExitCode code) {
    return new Problem(
        "stopped",
        "Stopped by SIG" + code.signal().orElseThrow() + "; what was committed stays.",
        "Run the verb again, and it goes on.");
  }

  static Problem internal(Throwable root) {
    String message = root.getMessage() == null ? "" : ": " + firstLine(root.getMessage());
    return new Problem(
        "internal",
        "Something failed that should not: " + root.getClass().getSimpleName() + message + ".",
        "The log has the stack trace; --verbose prints it.");
  }

  private static String firstLine(String message) {
    return StringUtils.stripEnd(message.lines().findFirst().orElse(""), ". ");
  }
}
