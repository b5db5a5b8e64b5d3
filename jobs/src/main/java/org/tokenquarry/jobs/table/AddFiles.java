package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.RemoveFile;
import org.tokenquarry.pack.WrittenFile;

/**
 * Makes the log's entries for files that are added or removed. They are made of JSON, which Delta's
 * protocol fixes: their constructors differ between versions of Delta.
 */
final class AddFiles {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ADD = "add";

  private AddFiles() {}

  /**
   * A file with new rows.
   *
   * @param now milliseconds since 1970
   */
  static AddFile of(AddedFile added, long now) {
    ObjectNode entry = JSON.createObjectNode();
    ObjectNode add = entry.putObject(ADD);
    add.put("path", added.file().name());
    ObjectNode partition = add.putObject("partitionValues");
    added.partition().forEach(partition::put);
    add.put("size", added.file().bytes());
    add.put("modificationTime", now);
    add.put("dataChange", true);
    add.put("stats", JSON.createObjectNode().put("numRecords", added.file().rows()).toString());
    return parsed(entry);
  }

  /** The same file, whose rows have been in the table before. */
  static AddFile withoutChange(AddFile add) {
    try {
      ObjectNode entry = (ObjectNode) JSON.readTree(add.json());
      entry.withObject("/" + ADD).put("dataChange", false);
      return parsed(entry);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes a file out of a table without partitions.
   *
   * @param now milliseconds since 1970
   */
  static RemoveFile removed(WrittenFile file, long now) {
    ObjectNode entry = JSON.createObjectNode();
    ObjectNode remove = entry.putObject("remove");
    remove.put("path", file.name());
    remove.put("deletionTimestamp", now);
    remove.put("dataChange", true);
    // Without these Delta would have to count all files anew.
    remove.put("extendedFileMetadata", true);
    remove.putObject("partitionValues");
    remove.put("size", file.bytes());
    return (RemoveFile) Action.fromJson(entry.toString());
  }

  private static AddFile parsed(ObjectNode entry) {
    return (AddFile) Action.fromJson(entry.toString());
  }
}
