package org.tokenquarry.jobs.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.tokenquarry.error.Problem;

/**
 * What a check found.
 *
 * @param outcome the worst of it
 * @param message what is there: one sentence
 * @param problems what is wrong, each with its remedy; empty where all is well
 */
record Finding(Outcome outcome, String message, List<Problem> problems) {

  /** How good it is. */
  enum Outcome {
    /** Nothing to do. */
    OK,
    /** A run works, and may become slow or fail later. */
    WARNING,
    /** A run would fail. */
    FAILS;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Finding {
    problems = List.copyOf(problems);
  }

  static Finding ok(String message) {
    return new Finding(Outcome.OK, message, List.of());
  }

  static Finding warning(String code, String message, String remedy) {
    return new Finding(Outcome.WARNING, message, List.of(new Problem(code, message, remedy)));
  }

  static Finding fails(String code, String message, String remedy) {
    return fails(List.of(new Problem(code, message, remedy)));
  }

  /**
   * A run would fail.
   *
   * @param problems at least one
   */
  static Finding fails(List<Problem> problems) {
    return new Finding(Outcome.FAILS, problems.get(0).cause(), problems);
  }
}
