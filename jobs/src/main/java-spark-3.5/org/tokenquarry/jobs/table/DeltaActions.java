package org.tokenquarry.jobs.table;

import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.immutable.Map;

/**
 * Makes those entries of the log whose constructors differ between Delta 3 and Delta 4. This is the
 * class for Delta 3.
 */
final class DeltaActions {

  private DeltaActions() {}

  /**
   * Adds a file with new rows.
   *
   * @param partition values of the partition columns
   * @param now milliseconds since 1970
   * @param statistics JSON as the log has it
   */
  static AddFile add(AddedFile added, Map<String, String> partition, long now, String statistics) {
    return new AddFile(
        added.file().name(),
        partition,
        added.file().bytes(),
        now,
        true,
        statistics,
        null,
        null,
        Option.empty(),
        Option.empty(),
        Option.empty());
  }

  /** The same file, whose rows have been in the table before. */
  static AddFile withoutChange(AddFile add) {
    return new AddFile(
        add.path(),
        add.partitionValues(),
        add.size(),
        add.modificationTime(),
        false,
        add.stats(),
        add.tags(),
        add.deletionVector(),
        add.baseRowId(),
        add.defaultRowCommitVersion(),
        add.clusteringProvider());
  }

  /**
   * What the log says about a write.
   *
   * @param metadata of the run, JSON
   */
  static DeltaOperations.Operation write(SaveMode mode, String metadata) {
    return new DeltaOperations.Write(mode, Option.empty(), Option.empty(), Option.apply(metadata));
  }
}
