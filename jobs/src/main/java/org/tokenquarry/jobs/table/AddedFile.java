package org.tokenquarry.jobs.table;

import java.util.Map;
import org.tokenquarry.pack.WrittenFile;

/**
 * A file that a commit adds to a table.
 *
 * @param file written before
 * @param partition values of the partition columns, which the file itself does not have
 */
public record AddedFile(WrittenFile file, Map<String, String> partition) {

  /** Copies the map. */
  public AddedFile {
    partition = Map.copyOf(partition);
  }
}
