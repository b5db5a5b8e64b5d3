package org.tokenquarry.error;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if the user's input cannot be used. Holds every problem that was found, not only the
 * first.
 *
 * <p>The command line prints the problems without a stack trace and exits with 1.
 */
public final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final List<Problem> problems;

  /**
   * Reports one problem.
   *
   * @param code see {@link Problem#code}
   * @param cause see {@link Problem#cause}
   * @param remedy see {@link Problem#remedy}
   */
  public UserException(String code, String cause, String remedy) {
    this(new Problem(code, cause, remedy));
  }

  /** Reports one problem. */
  public UserException(Problem problem) {
    this(List.of(problem));
  }

  /**
   * Reports several problems.
   *
   * @param problems at least one
   */
  public UserException(List<Problem> problems) {
    super(
        problems.stream().map(p -> p.cause() + " " + p.remedy()).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order in which they were found; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
