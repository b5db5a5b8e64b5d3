package org.tokenquarry.jobs.job;

/**
 * Thrown when a run of several steps ends before its last one. Carries what the finished steps did;
 * the cause says why the run ended, and decides the exit code.
 */
public final class UnfinishedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Summary finished;

  /**
   * Ends a run.
   *
   * @param finished what was done; its text is empty where nothing was
   * @param cause why the next step failed
   */
  public UnfinishedException(Summary finished, Throwable cause) {
    super("a step failed", cause);
    this.finished = finished;
  }

  /** What the finished steps did. */
  public Summary finished() {
    return finished;
  }
}
