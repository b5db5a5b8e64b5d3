package org.tokenquarry.jobs.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.tokenquarry.error.Problem;

/** Everything that can be wrong with a configuration: code, sentence and remedy of each case. */
final class ConfigProblems {

  /** Origin of values that were given with {@code --set}. */
  static final String ASSIGNED = "--set";

  /** Origin of values that came from a verb's own options. */
  static final String ARGUMENT = "the command line";

  private static final String NOT_FOUND = "conf-not-found";

  private ConfigProblems() {}

  static Problem invalid(String key, ConfigValue value, String expected) {
    String given =
        value == null
            ? "has no value"
            : "is " + value.render(ConfigRenderOptions.concise()) + place(value.origin());
    return new Problem(
        "setting-invalid", "Setting " + key + " " + given + ".", "It must be " + expected + ".");
  }

  static Problem unknown(String key, ConfigOrigin origin, Collection<String> known) {
    Optional<String> nearest = NearestName.ofKeys(known, key);
    return new Problem(
        "setting-unknown",
        "There is no setting " + key + place(origin) + ".",
        nearest
            .map(each -> "Did you mean " + each + "?")
            .orElse("`tokenquarry config` prints every key."));
  }

  static Problem unknownPreset(String name, ConfigOrigin origin, Collection<String> known) {
    return new Problem(
        "preset-unknown",
        "There is no preset " + name + place(origin) + ".",
        "Choose one of " + String.join(", ", known) + ".");
  }

  static Problem notAssignment(String text) {
    return new Problem(
        "assignment-malformed",
        "--set " + text + " is not of the form KEY=VALUE.",
        "Write for example --set experiment.window=3.");
  }

  static Problem notFound(Path file) {
    return new Problem(
        NOT_FOUND,
        "The configuration file " + file + " can't be read.",
        "Check the path given with --conf.");
  }

  /**
   * A file that another one requires.
   *
   * @param included as it is named there
   * @param file given with {@code --conf}; includes it, or a file that does
   */
  static Problem includeNotFound(ConfigOrigin included, Path file) {
    return new Problem(
        NOT_FOUND,
        "The configuration file "
            + included.description()
            + ", which "
            + file
            + " includes, can't be read.",
        "Check the name after include; it is relative to the file that it stands in.");
  }

  static Problem malformed(ConfigException e) {
    return new Problem(
        "conf-malformed",
        "The configuration is not valid HOCON: " + e.getMessage() + ".",
        "Correct the place that is named.");
  }

  static Problem noQuestions() {
    return new Problem(
        "no-questions",
        "No held-out questions were named.",
        "Name them with --questions or evaluate.questions, or leave evaluate out of"
            + " nightly.verbs.");
  }

  private static String place(ConfigOrigin origin) {
    if (origin.filename() != null) {
      String line = origin.lineNumber() > 0 ? " line " + origin.lineNumber() : "";
      return " (" + origin.filename() + line + ")";
    }
    return " (" + origin.description() + ")";
  }
}
