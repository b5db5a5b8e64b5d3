package org.tokenquarry.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Points Log4j at our configuration, unless the caller brought one. */
final class Logging {

  /** The log file; also read by our configuration. */
  static final String FILE = "tokenquarry.log";

  /** Instead of a file: nothing is kept. */
  static final String NO_FILE = "none";

  /** The run that lines are about; also read by our configuration. */
  private static final String RUN = "tokenquarry.run";

  private static final String CONFIGURATION = "log4j2.configurationFile";
  private static final String CONSOLE_LEVEL = "tokenquarry.console.level";

  private Logging() {}

  /**
   * Must be called before anything logs. Under spark-submit, Spark has set logging up already, from
   * the cluster's configuration, and this has no effect.
   *
   * @param verbose whether everything that is logged is shown on standard error
   * @return what to tell the user where the log file can't be written; the run then keeps no log
   */
  static Optional<String> configure(boolean verbose) {
    if (verbose) {
      System.setProperty(CONSOLE_LEVEL, "info");
    }
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "classpath:org/tokenquarry/jobs/cli/log4j2.xml");
    }
    return Optional.ofNullable(System.getProperty(FILE)).flatMap(Logging::withoutFileThatFails);
  }

  /** From now on lines of the file are about this run. A process has one at a time. */
  static void about(String runId) {
    System.setProperty(RUN, runId);
  }

  /**
   * From now on the log is in its file only, and so is what libraries print; unless the user wants
   * to see everything. Who holds the stream itself can still write to it.
   */
  static void silenceConsole() {
    if (System.getProperty(CONSOLE_LEVEL) == null) {
      // Our log4j2.xml follows it.
      System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    }
  }

  /**
   * Goes on without a log file if it cannot be written, as Log4j does, but without its stack trace.
   */
  private static Optional<String> withoutFileThatFails(String file) {
    if (file.equals(NO_FILE)) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(file).toAbsolutePath();
      Files.createDirectories(path.getParent());
      Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      System.setProperty(FILE, NO_FILE);
      return Optional.of(
          String.format(
              "warning: The log file %s can't be written%s, so this run keeps no log. Name"
                  + " another file with TOKENQUARRY_LOG.",
              file, reason(e)));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return " (permission denied)";
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : null;
    return reason == null ? "" : " (" + reason + ")";
  }
}
