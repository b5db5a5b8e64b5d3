package org.tokenquarry.jobs.cli;

import java.time.Duration;
import java.util.Arrays;
import org.tokenquarry.jobs.catalogue.Verbs;
import org.tokenquarry.jobs.progress.ConsoleProgress;
import org.tokenquarry.jobs.progress.Progress;

/** The program. The only place that ends the process. */
public final class Main {

  /** Set by the start script. Java cannot find out whether only one stream is redirected. */
  private static final String TERMINAL = "tokenquarry.terminal";

  private static final Duration LINES_INTERVAL = Duration.ofSeconds(5);

  private Main() {}

  /** Runs one verb; see {@code --help}. */
  public static void main(String[] args) {
    Logging.configure(Arrays.asList(args).contains(CommonOptions.VERBOSE))
        .ifPresent(System.err::println);
    Progress progress =
        Boolean.getBoolean(TERMINAL)
            ? ConsoleProgress.bar(System.err)
            : ConsoleProgress.lines(System.err, LINES_INTERVAL);
    CommandLineRunner runner = new CommandLineRunner(Verbs.all(), System.out, System.err, progress);
    System.exit(runner.run(args).code());
  }
}
