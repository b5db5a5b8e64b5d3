package org.tokenquarry.jobs.table;

import java.util.Map;

/**
 * A file of the latest version of a table.
 *
 * @param uri where it lies
 * @param bytes its size
 * @param rows how many rows it has; -1 if the table does not say
 * @param partition values of the partition columns
 */
public record TableFile(String uri, long bytes, long rows, Map<String, String> partition) {

  /** Copies the map. */
  public TableFile {
    partition = Map.copyOf(partition);
  }
}
