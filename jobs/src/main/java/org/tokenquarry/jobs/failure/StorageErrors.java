package org.tokenquarry.jobs.failure;

import org.tokenquarry.error.Problem;

/** What can be wrong with a disk or with the files of a table: code, sentence and remedy. */
public final class StorageErrors {

  static final String DISK_FULL = "disk-full";

  private StorageErrors() {}

  /**
   * There is no room.
   *
   * @param where a file or a directory, or empty if nobody knows
   */
  static Problem diskFull(String where) {
    return new Problem(
        DISK_FULL,
        "There is no room left on the disk" + (where.isEmpty() ? "" : " of " + where) + ".",
        "Make room in the warehouse, in the temporary directory and where the verb writes"
            + " (doctor shows how much each has). Then run the verb again; it goes on.");
  }

  /**
   * Nothing may be written, or read.
   *
   * @param where a file or a directory, or empty if nobody knows
   */
  static Problem readOnly(String where, String reason) {
    // Only of a file system that is read-only it is known that it can be read.
    String what = reason.contains("Read-only") ? "write to " : "read or write ";
    String file = where.isEmpty() ? "a file that this verb needs" : where;
    return new Problem(
        "warehouse-read-only",
        "This user may not " + what + file + " (" + reason + ").",
        "Give the user the right to do so, or mount it for writing. Then run the verb again;"
            + " it goes on.");
  }

  /** A file that the log of a table names is gone. */
  public static Problem fileMissing(String file) {
    return new Problem(
        "table-file-missing",
        "The file " + file + " belongs to a table and is not there.",
        "Put it back from a backup, under the same name (docs/operations.md#restore).");
  }

  /**
   * A file of a table cannot be read.
   *
   * @param how the rest of a sentence whose subject is the file
   */
  public static Problem fileDamaged(String file, String how) {
    return new Problem(
        "table-file-damaged",
        "The file " + file + " of a table " + how + ".",
        "Put it back from a backup, under the same name (docs/operations.md#restore).");
  }

  /**
   * An entry of a table's log cannot be read.
   *
   * @param how the rest of a sentence whose subject is the file
   */
  public static Problem logDamaged(String table, String file, String how) {
    return new Problem(
        "table-log-damaged",
        "The log of the table " + table + " is damaged: " + file + " " + how + ".",
        "Put the folder _delta_log of the table back from a backup (docs/operations.md#restore).");
  }
}
