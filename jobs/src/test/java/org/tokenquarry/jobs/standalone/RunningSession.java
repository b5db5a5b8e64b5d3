package org.tokenquarry.jobs.standalone;

import org.apache.spark.sql.SparkSession;

/** The Spark session that an earlier test of this process may have left. */
public final class RunningSession {

  private RunningSession() {}

  /** Stops it. A process has at most one session, so a new test would get the old one. */
  public static void stop() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }
}
