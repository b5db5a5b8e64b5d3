package org.tokenquarry.jobs.failure;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/**
 * Recognises failures that may pass: of a network, of a file server, of an executor. Everything
 * that would be the same at the next try is left out.
 */
public final class TransientFailure {

  /** Spark says by a message only that an executor was lost as often as a task may be tried. */
  private static final Pattern LOST =
      Pattern.compile("ExecutorLostFailure|Could not fetch|FetchFailed|Connection (refused|reset)");

  private TransientFailure() {}

  /**
   * Looks for such a failure.
   *
   * @param thrown and all its causes are searched
   * @return empty if it is another failure
   */
  public static Optional<Problem> of(Throwable thrown) {
    List<Throwable> chain = ExceptionUtils.getThrowableList(thrown);
    boolean stays =
        chain.stream().anyMatch(TransientFailure::willStay)
            || StorageFailure.of(thrown).isPresent()
            || MemoryFailure.of(thrown).isPresent();
    return stays
        ? Optional.empty()
        : chain.stream()
            .filter(TransientFailure::mayPass)
            .reduce((first, last) -> last)
            .map(TransientFailure::problem);
  }

  private static boolean willStay(Throwable each) {
    return each instanceof UserException
        || each instanceof InterruptedException
        || (each instanceof IOException && !IoTypes.mayPass(each));
  }

  private static boolean mayPass(Throwable each) {
    return IoTypes.mayPass(each) || LOST.matcher(String.valueOf(each.getMessage())).find();
  }

  private static Problem problem(Throwable each) {
    String message = String.valueOf(each.getMessage()).lines().findFirst().orElse("");
    return new Problem(
        "io-failed",
        "Reading or writing failed, and so it did when it was tried again: %s: %s."
            .formatted(each.getClass().getSimpleName(), message.replaceFirst("\\.$", "")),
        "See whether the storage, the network and the executors work. Then run the verb again; it"
            + " goes on.");
  }
}
