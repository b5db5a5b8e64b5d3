package org.tokenquarry.jobs.failure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work again that failed for a reason that may pass ({@link TransientFailure}). Other failures
 * are thrown at once. The pauses double, and vary at random, so that many runs do not come back to
 * a troubled server at the same moment.
 *
 * @param times how often it is done again at most, at least 0
 * @param pause before the first time
 */
public record Retries(int times, Duration pause) {

  /** For one file or one commit: bridges seconds. {@code retry} in the settings is for more. */
  public static final Retries SHORT = new Retries(4, Duration.ofMillis(200));

  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Work that went well for so long is given all its tries again. */
  private static final Duration LONG_AGO = Duration.ofMinutes(10);

  /**
   * Does it, and again if need be.
   *
   * @param what names it in the log
   * @param work may be done several times, also where it was half done or done
   * @throws Exception what the last try threw
   */
  public <T> T of(String what, Callable<T> work) throws Exception {
    int failed = 0;
    while (true) {
      long start = System.nanoTime();
      try {
        return work.call();
      } catch (Exception e) {
        failed = System.nanoTime() - start > LONG_AGO.toNanos() ? 1 : failed + 1;
        if (failed > times || TransientFailure.of(e).isEmpty()) {
          throw e;
        }
        long millis = millis(failed);
        LOG.warn(
            "{} failed, and is tried again in {} s ({} of {})",
            what,
            millis / 1000.0,
            failed,
            times,
            e);
        await(millis, e);
      }
    }
  }

  /** The same; what is checked and thrown by the last try is thrown unchecked. */
  public <T> T unchecked(String what, Callable<T> work) {
    try {
      return of(what, work);
    } catch (RuntimeException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e); // Spark's methods throw what they do not declare.
    }
  }

  private long millis(int failed) {
    long doubled = pause.toMillis() << Math.min(failed - 1, 16);
    long most = Math.min(LONGEST.toMillis(), doubled);
    return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
  }

  private static void await(long millis, Exception failed) throws Exception {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed;
    }
  }
}
