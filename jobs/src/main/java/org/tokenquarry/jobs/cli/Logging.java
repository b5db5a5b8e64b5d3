package org.tokenquarry.jobs.cli;

/** Points Log4j at our configuration, unless the caller brought one. */
final class Logging {

  private static final String CONFIGURATION = "log4j2.configurationFile";
  private static final String CONSOLE_LEVEL = "tokenquarry.console.level";

  private Logging() {}

  /**
   * To be called before anything logs. Under spark-submit, Spark has set logging up already, from
   * the cluster's configuration, and this has no effect.
   *
   * @param verbose whether everything that is logged is shown on standard error
   */
  static void configure(boolean verbose) {
    if (verbose) {
      System.setProperty(CONSOLE_LEVEL, "info");
    }
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "classpath:org/tokenquarry/jobs/cli/log4j2.xml");
    }
  }
}
