package org.tokenquarry.jobs.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.tokenquarry.jobs.catalogue.Verbs;
import org.tokenquarry.jobs.progress.ConsoleProgress;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.RunDirectory;

/** The program. The only place that ends the process. */
public final class Main {

  /** Set by the start script. Java cannot find out whether only one stream is redirected. */
  private static final String TERMINAL = "tokenquarry.terminal";

  private static final String TEMPORARY = "java.io.tmpdir";

  /** The machine's temporary directory, for what is to stay there; also read by our log4j2.xml. */
  private static final String SHARED_TEMPORARY = "tokenquarry.tmpdir";

  private static final Duration LINES_INTERVAL = Duration.ofSeconds(5);

  private Main() {}

  /** Runs one verb; see {@code --help}. */
  public static void main(String[] args) {
    Optional<RunDirectory> own = ownTemporaryFiles();
    Logging.configure(Arrays.asList(args).contains(CommonOptions.VERBOSE))
        .ifPresent(System.err::println);
    Progress progress =
        Boolean.getBoolean(TERMINAL)
            ? ConsoleProgress.bar(System.err)
            : ConsoleProgress.lines(System.err, LINES_INTERVAL);
    CommandLineRunner runner = new CommandLineRunner(Verbs.all(), System.out, System.err, progress);
    runner.bindSignals();
    int code = runner.run(args).code();
    own.ifPresent(RunDirectory::remove);
    System.exit(code);
  }

  /**
   * Whatever a library unpacks or Spark writes aside is found, and removed, after a kill. Must come
   * before anything looks for the temporary directory.
   */
  private static Optional<RunDirectory> ownTemporaryFiles() {
    Path shared = Path.of(System.getProperty(TEMPORARY));
    try {
      RunDirectory own = RunDirectory.in(shared);
      System.setProperty(SHARED_TEMPORARY, shared.toString());
      System.setProperty(TEMPORARY, own.path().toString());
      Thread cleaning = new Thread(() -> RunDirectory.removeDead(shared), "tokenquarry-clean");
      cleaning.setDaemon(true);
      cleaning.start();
      return Optional.of(own);
    } catch (IOException e) { // Verbs that need no temporary file go on; Spark says what it misses.
      return Optional.empty();
    }
  }
}
