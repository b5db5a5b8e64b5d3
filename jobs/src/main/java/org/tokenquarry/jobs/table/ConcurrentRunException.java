package org.tokenquarry.jobs.table;

import org.tokenquarry.error.Problem;

/** Thrown when another run wrote first. This run's write was not made; running again is safe. */
public final class ConcurrentRunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /**
   * Reports that another run was first.
   *
   * @param problem which table, and what to do
   * @param cause what the table format reported
   */
  public ConcurrentRunException(Problem problem, Throwable cause) {
    super(problem.cause(), cause);
    this.problem = problem;
  }

  /** What the other run wrote, and what to do. */
  public Problem problem() {
    return problem;
  }
}
