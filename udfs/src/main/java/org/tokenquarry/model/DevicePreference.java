package org.tokenquarry.model;

import java.util.Locale;
import org.tokenquarry.error.UserException;

/** The setting that says on which device models compute. */
public enum DevicePreference {
  /** The GPU that Spark gave the task; the CPU where it gave none. */
  AUTO,
  /** The CPU, also where the task has a GPU. */
  CPU,
  /** A GPU; a task without one is refused. */
  GPU;

  /**
   * Reads the setting; upper and lower case are equal.
   *
   * @throws UserException with the code {@code device-unknown} for any other word
   */
  public static DevicePreference parse(String text) {
    for (DevicePreference preference : values()) {
      if (preference.name().equalsIgnoreCase(text.strip())) {
        return preference;
      }
    }
    throw DeviceErrors.unknownWord(text);
  }

  /** The word used in settings. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
