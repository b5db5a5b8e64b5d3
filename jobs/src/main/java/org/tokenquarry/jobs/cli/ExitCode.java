package org.tokenquarry.jobs.cli;

/** The exit code of the process; part of the interface. */
public enum ExitCode {
  /** Done. */
  DONE(0),
  /** The user's mistake: command line, configuration, or input that can't be used. */
  USER_MISTAKE(1),
  /** A condition of publication was not met; nothing was published. */
  REFUSED(2),
  /** Another run was faster; running again is safe. */
  LOST_RACE(3),
  /** Anything else. */
  FAILURE(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number, 0 to 4. */
  public int code() {
    return code;
  }
}
