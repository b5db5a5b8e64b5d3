package org.tokenquarry.jobs.export;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.table.CodebookVersion;

/** Keeps a directory in step with an alias, until the run is stopped. */
final class Follower {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  /** A signal ends the run within this time. */
  private static final Duration LONGEST_SLEEP = Duration.ofMillis(200);

  private final JobContext context;
  private final CodebookSelection selection;
  private final Exporter exporter;

  Follower(JobContext context, CodebookSelection selection, Exporter exporter) {
    this.context = context;
    this.selection = selection;
    this.exporter = exporter;
  }

  /**
   * Exports the version now, and each other one that it changes to.
   *
   * @param watch time between two looks
   * @return never
   */
  ExportSummary follow(Duration watch) {
    String what = "Following " + selection.canonical();
    try (Progress.Phase following = context.progress().phase(what, Amount.UNCOUNTED)) {
      long last = 0;
      while (true) {
        CodebookVersion now = context.version(selection);
        if (now.version() != last) {
          exporter.write(now);
          LOG.info("{} is version {} now, and is exported", selection.canonical(), now.version());
          last = now.version();
        }
        sleep(watch, following);
      }
    }
  }

  private static void sleep(Duration time, Progress.Phase following) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      following.step(0); // Throws if the run was told to stop.
      try {
        Thread.sleep(Math.min(LONGEST_SLEEP.toMillis(), 1 + left / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the run was interrupted", e);
      }
    }
  }
}
