package org.tokenquarry.intake;

import org.tokenquarry.task.Refusal;

/** Why sources and members are refused, beside what is wrong with images. */
final class IntakeRefusals {

  private IntakeRefusals() {}

  static Refusal unreachable(Exception failure) {
    return again("unreachable", "The file cannot be read: " + failure + ".");
  }

  static Refusal changed() {
    return again("changed-while-read", "The file was changed while it was read.");
  }

  static Refusal brokenArchive(Exception failure) {
    return never("broken-archive", "The archive cannot be read to its end: " + told(failure) + ".");
  }

  static Refusal brokenTable(Exception failure) {
    return never(
        "broken-table", "The Parquet file cannot be read to its end: " + told(failure) + ".");
  }

  static Refusal noContentColumn() {
    return never(
        "no-content-column",
        "The Parquet file has neither a binary column content nor a column image with bytes.");
  }

  static Refusal noContent(long row) {
    return never("no-content", "Row " + row + " of the Parquet file has no bytes.");
  }

  static Refusal unsafeName(String name) {
    return never(
        "unsafe-name", "The member " + name + " of the archive has a name that leaves its folder.");
  }

  static Refusal duplicateName(String name) {
    return never(
        "duplicate-name", "The archive has another member with the name " + name + " before.");
  }

  private static Refusal again(String reason, String detail) {
    return new Refusal(reason, detail, true, null);
  }

  private static Refusal never(String reason, String detail) {
    return new Refusal(reason, detail, false, null);
  }

  private static String told(Exception failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").strip();
  }
}
