package org.tokenquarry.jobs.failure;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.tokenquarry.error.Problem;

/**
 * Recognises want of memory: of the heap, of the native memory that PyTorch takes, of a GPU, and of
 * an executor that the cluster ended for it. What could be done with less was tried before: batches
 * were halved, and images were read one at a time.
 */
public final class MemoryFailure {

  /** Of PyTorch on a CPU and on a GPU, of Java, of YARN and of Kubernetes. */
  private static final Pattern NO_MEMORY =
      Pattern.compile(
          "can't allocate memory|CUDA out of memory|OutOfMemoryError|exceeding (physical |virtual )?"
              + "memory limits|OOMKilled|Exit code is 137|ExitCode: 52",
          Pattern.CASE_INSENSITIVE);

  private MemoryFailure() {}

  /**
   * Looks for such a failure.
   *
   * @param thrown and all its causes are searched
   * @return empty if it is another failure
   */
  public static Optional<Problem> of(Throwable thrown) {
    return ExceptionUtils.getThrowableList(thrown).stream()
        .filter(each -> NO_MEMORY.matcher(each.toString()).find())
        .findFirst()
        .map(each -> problem(each.getMessage() == null ? each.toString() : each.getMessage()));
  }

  private static Problem problem(String message) {
    String line =
        message
            .lines()
            .filter(each -> NO_MEMORY.matcher(each).find())
            .findFirst()
            .orElseGet(() -> message.lines().findFirst().orElse(""));
    return new Problem(
        "out-of-memory",
        "Memory was exhausted: " + line.strip().replaceFirst("\\.$", "") + ".",
        "Give more (TOKENQUARRY_JAVA_OPTS=-Xmx3g for the heap, spark.executor.memoryOverhead for a"
            + " model), or let less be in it: mine.imagesPerBatch, mine.batchMemory, and fewer tasks"
            + " at once (spark.master=local[N], spark.executor.cores).");
  }
}
