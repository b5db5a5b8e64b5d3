package org.tokenquarry.jobs.cli;

import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.tokenquarry.error.UserException;
import picocli.CommandLine;
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
        return unknown("option-unknown", "option", word, options(command), command);
      }
      if (!command.getSubcommands().isEmpty()) {
        return unknown(
            "verb-unknown", "verb", word, List.copyOf(command.getSubcommands().keySet()), command);
      }
      return new UserException(
          "argument-unexpected", "The argument " + word + " is one too many.", seeHelp(command));
    }
    String message = mistake.getMessage();
    return new UserException(
        "command-line", message.endsWith(".") ? message : message + ".", seeHelp(command));
  }

  private static UserException unknown(
      String code, String kind, String word, List<String> known, CommandLine command) {
    String name = word.replaceFirst("=.*", "");
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
