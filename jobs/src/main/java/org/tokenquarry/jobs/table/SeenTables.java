package org.tokenquarry.jobs.table;

import org.apache.spark.sql.delta.DeltaLog;

/**
 * What Delta keeps of the tables that this process opened: snapshots, with query plans of the Spark
 * session that made them.
 */
public final class SeenTables {

  private SeenTables() {}

  /** Frees it. Delta itself does so after an hour; a table is opened anew when it is next used. */
  public static void forget() {
    DeltaLog.clearCache();
  }
}
