package org.tokenquarry.jobs.cli;

import java.util.Optional;

/** The exit code of the process; part of the interface. */
public enum ExitCode {
  /** Done. */
  DONE(0, ""),
  /** The user's mistake: command line, configuration, or input that can't be used. */
  USER_MISTAKE(1, ""),
  /** A condition of publication was not met; nothing was published. */
  REFUSED(2, ""),
  /** Another run was faster; running again is safe. */
  LOST_RACE(3, ""),
  /** Anything else. */
  FAILURE(4, ""),
  /** Stopped, because the terminal was closed. */
  HUNG_UP(129, "HUP"),
  /** Stopped with Ctrl-C. */
  INTERRUPTED(130, "INT"),
  /** Stopped by whoever runs the process: a timeout, a scheduler, the shutdown of the machine. */
  TERMINATED(143, "TERM");

  private final int code;
  private final String signal;

  ExitCode(int code, String signal) {
    this.code = code;
    this.signal = signal;
  }

  /** The number: 0 to 4, or 128 and the number of a signal. */
  public int code() {
    return code;
  }

  /** Name of the signal that ends a run with this code, without {@code SIG}. */
  Optional<String> signal() {
    return signal.isEmpty() ? Optional.empty() : Optional.of(signal);
  }
}
