package org.tokenquarry.intake;

import java.io.IOException;
import org.tokenquarry.task.Refusal;

/** Why sources and members are refused, beside what is wrong with images. */
final class IntakeRefusals {

  private IntakeRefusals() {}

  static Refusal unreachable(IOException failure) {
    return new Refusal("unreachable", "The file cannot be read: " + failure + ".", true, null);
  }

  static Refusal changed(IOException failure) {
    return new Refusal(
        "changed-while-read",
        "The file was changed while it was read: " + failure.getMessage() + ".",
        true,
        null);
  }
}
