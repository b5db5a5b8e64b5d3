package org.tokenquarry.jobs.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/**
 * What a table looks like.
 *
 * @param name directory below the warehouse
 * @param schema columns; those not nullable are enforced
 * @param checks CHECK constraints by name
 * @param partitionColumns columns that divide the files, in order
 */
public record TableSpec(
    String name, StructType schema, Map<String, String> checks, List<String> partitionColumns) {

  /** Copies the collections. */
  public TableSpec {
    checks = Map.copyOf(checks);
    partitionColumns = List.copyOf(partitionColumns);
  }

  /** The same table with one more CHECK constraint. */
  TableSpec withCheck(String check, String condition) {
    Map<String, String> more = new HashMap<>(checks);
    more.put(check, condition);
    return new TableSpec(name, schema, more, partitionColumns);
  }
}
