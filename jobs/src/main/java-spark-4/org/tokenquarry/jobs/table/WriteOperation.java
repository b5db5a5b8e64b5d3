package org.tokenquarry.jobs.table;

import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import scala.Option;

/**
 * What the log says about a write. Its constructor differs between Delta 3 and Delta 4. This is the
 * class for Delta 4.
 */
final class WriteOperation {

  private WriteOperation() {}

  /**
   * Describes a write.
   *
   * @param metadata of the run, JSON
   */
  static DeltaOperations.Operation of(SaveMode mode, String metadata) {
    return new DeltaOperations.Write(
        mode,
        Option.empty(),
        Option.empty(),
        Option.apply(metadata),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }
}
