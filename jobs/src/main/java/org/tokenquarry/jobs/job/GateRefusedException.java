package org.tokenquarry.jobs.job;

import java.util.List;
import org.tokenquarry.error.Problem;

/** Thrown when a version does not meet the conditions of publication. Nothing was published. */
public final class GateRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final List<Problem> problems;

  /**
   * Refuses.
   *
   * @param problems every condition that is not met: what was required and what was reached; at
   *     least one
   */
  public GateRefusedException(List<Problem> problems) {
    super(problems.get(0).cause());
    this.problems = List.copyOf(problems);
  }

  /** The conditions that refused. */
  public List<Problem> problems() {
    return problems;
  }
}
