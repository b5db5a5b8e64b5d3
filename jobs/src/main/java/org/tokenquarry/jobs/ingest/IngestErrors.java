package org.tokenquarry.jobs.ingest;

import java.util.Collection;
import java.util.List;
import org.tokenquarry.error.UserException;

/** What cannot be ingested: code, sentence and remedy of each case. */
final class IngestErrors {

  private static final String PATH_MISSING = "path-missing";
  private static final String CHECK_PATH = "Check the path that ingest was given.";

  private IngestErrors() {}

  static UserException noPath() {
    return new UserException(
        "no-path",
        "No images were named.",
        "Name folders, files, lists or tables: tokenquarry ingest photos/");
  }

  static UserException pathMissing(String path) {
    return new UserException(PATH_MISSING, "The path " + path + " does not exist.", CHECK_PATH);
  }

  static UserException pathUnreadable(String path, Exception failure) {
    return new UserException(
        PATH_MISSING, "The path " + path + " cannot be read: " + failure + ".", CHECK_PATH);
  }

  static UserException noImages(List<String> paths, Collection<String> extensions) {
    return new UserException(
        "no-images",
        "There is no image in " + String.join(", ", paths) + ".",
        "Name a folder with image files ("
            + String.join(", ", extensions.stream().sorted().toList())
            + "), a list of them or a table; ingest.extensions says which names count.");
  }

  static UserException noContentColumn(String table) {
    return new UserException(
        "no-content-column",
        "The table " + table + " has neither a column content nor a column image with bytes.",
        "Give a table whose binary column content holds the bytes of the images.");
  }

  static UserException nestedTable(String table) {
    return new UserException(
        "nested-table",
        "Below the folder that was named lies a Delta table, " + table + ".",
        "Name the table itself; and name folders that do not hold it.");
  }

  static UserException colonInTableName(String table) {
    return new UserException(
        "table-name",
        "The name of the Parquet file " + table + " has a colon, so Spark cannot read it.",
        "Rename it.");
  }
}
