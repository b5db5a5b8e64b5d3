package org.tokenquarry.jobs.job;

import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.progress.Progress;

/**
 * What a job is given.
 *
 * @param settings every setting, valid
 * @param session starts Spark on the first call and answers the same session afterwards
 * @param hadoop says how file systems are reached, without starting Spark
 * @param progress shows how far the work is
 * @param runId names this run in tables and logs; unique
 */
public record JobContext(
    Settings settings,
    Supplier<SparkSession> session,
    Supplier<Configuration> hadoop,
    Progress progress,
    String runId) {

  /** The session; a job that never asks never waits for Spark to start. */
  public SparkSession spark() {
    return session.get();
  }

  /** The same run with other settings. */
  public JobContext with(Settings others) {
    return new JobContext(others, session, hadoop, progress, runId);
  }
}
