package org.tokenquarry.jobs.standalone;

import org.apache.spark.sql.SparkSession;

/** The session that another test of this process may have left. */
final class RunningSession {

  private RunningSession() {}

  /** Stops it: a process has one at most, and an old one would be used in place of a new one. */
  static void stop() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }
}
