package org.tokenquarry.jobs.publish;

import java.util.List;
import org.tokenquarry.error.Problem;

/**
 * Thrown when a candidate falls short of the conditions. It stays a candidate; the command line
 * exits with 2.
 */
public final class GateRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final List<Problem> problems;

  /**
   * Reports every condition that is not met.
   *
   * @param problems at least one
   */
  public GateRefusedException(List<Problem> problems) {
    super(problems.get(0).cause());
    this.problems = List.copyOf(problems);
  }

  /** The conditions that are not met, never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
