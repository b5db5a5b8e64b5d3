package org.tokenquarry.jobs.job;

import org.tokenquarry.error.Problem;

/** Thrown when a version does not reach what publication asks for. Nothing was published. */
public final class GateRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /**
   * Refuses.
   *
   * @param problem the condition, what was asked and what was reached
   */
  public GateRefusedException(Problem problem) {
    super(problem.cause());
    this.problem = problem;
  }

  /** The condition that refused. */
  public Problem problem() {
    return problem;
  }
}
