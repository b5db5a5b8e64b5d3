package org.tokenquarry.jobs.table;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A Delta table that does not belong to the warehouse and is only read. */
public final class OtherTable {

  private final String path;
  private final DeltaFiles delta;

  /** Looks at the latest version of a table, which must exist. */
  public OtherTable(SparkSession spark, String path) {
    this.path = path;
    this.delta = new DeltaFiles(spark, path);
  }

  /** Its columns. */
  public StructType schema() {
    return delta.schema();
  }

  /**
   * Its Parquet files, in no order.
   *
   * @throws org.tokenquarry.error.UserException if the files alone do not tell the rows
   */
  public List<TableFile> files() {
    if (!delta.plain()) {
      throw TableErrors.notPlain(path);
    }
    return delta.files();
  }
}
