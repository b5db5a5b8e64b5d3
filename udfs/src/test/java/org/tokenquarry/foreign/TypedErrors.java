package org.tokenquarry.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.tokenquarry.error.UserException;

/** What a reader of hostile bytes may do: read them, or refuse them by a code and one line. */
final class TypedErrors {

  private TypedErrors() {}

  /** Runs a reader; any other failure than a refusal is one of the test. */
  static void only(ThrowingCallable reader) throws Throwable {
    try {
      reader.call();
    } catch (UserException e) {
      assertThat(e.problems())
          .allSatisfy(
              problem -> {
                assertThat(problem.code()).startsWith("codebook-");
                assertThat(problem.cause())
                    .hasSizeLessThan(1000)
                    .doesNotContainPattern("\\p{Cntrl}");
              });
    }
  }
}
