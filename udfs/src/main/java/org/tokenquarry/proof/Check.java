package org.tokenquarry.proof;

import java.io.Serializable;

/**
 * One check of a proof.
 *
 * @param name stable, such as {@code golden.full}
 * @param outcome the result
 * @param difference the largest difference, relative for numbers above 1; null where nothing was
 *     compared; infinite where a number was NaN
 * @param allowed the largest difference that passes; null where nothing was compared
 * @param detail a phrase for people
 */
public record Check(String name, Outcome outcome, Double difference, Double allowed, String detail)
    implements Serializable {

  /** The result of a check. */
  public enum Outcome {
    /** The model is as it should be. */
    PASSED,
    /** The model is not as it should be. */
    FAILED,
    /** The bundle does not have what the check needs. */
    ABSENT
  }

  static Check passed(String name, String detail) {
    return new Check(name, Outcome.PASSED, null, null, detail);
  }

  static Check failed(String name, String detail) {
    return new Check(name, Outcome.FAILED, null, null, detail);
  }

  static Check absent(String name, String detail) {
    return new Check(name, Outcome.ABSENT, null, null, detail);
  }

  /** Passes where the difference is at most the allowed one. */
  static Check compared(String name, double difference, double allowed, String detail) {
    Outcome outcome = difference <= allowed ? Outcome.PASSED : Outcome.FAILED;
    return new Check(name, outcome, difference, allowed, detail);
  }

  /** Says whether the check did not fail. */
  public boolean good() {
    return outcome != Outcome.FAILED;
  }
}
