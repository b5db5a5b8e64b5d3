package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/** The problems that a refusal reports to the user. */
final class Refusal {

  private Refusal() {}

  static List<Problem> problems(ThrowingCallable action) {
    UserException refusal = catchThrowableOfType(UserException.class, action);
    if (refusal == null) {
      throw new AssertionError("nothing was refused");
    }
    return refusal.problems();
  }

  static Problem problem(ThrowingCallable action) {
    List<Problem> problems = problems(action);
    if (problems.size() != 1) {
      throw new AssertionError("not one problem but " + problems);
    }
    return problems.get(0);
  }
}
