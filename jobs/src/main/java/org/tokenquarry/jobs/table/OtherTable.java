package org.tokenquarry.jobs.table;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A Delta table that does not belong to the warehouse and is only read. */
public final class OtherTable {

  private OtherTable() {}

  /**
   * The Parquet files of its latest version, in no order.
   *
   * @param path of the table
   * @throws org.tokenquarry.error.UserException if the files alone do not tell the rows
   */
  public static List<TableFile> files(SparkSession spark, String path) {
    DeltaFiles delta = new DeltaFiles(spark, path);
    if (!delta.plain()) {
      throw TableErrors.notPlain(path);
    }
    return delta.files(partition -> true);
  }
}
