package org.tokenquarry.jobs.table;

import io.delta.exceptions.DeltaConcurrentModificationException;
import java.util.OptionalInt;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/** Every error of this package: its code, its sentence and its remedy. */
final class TableErrors {

  private static final String IMAGE_WORDS =
      "the image_id, its first digits (8 or more), or the source_uri, as in the table images.";

  private TableErrors() {}

  static UserException warehouseMissing(String warehouse) {
    return new UserException(
        "warehouse-missing",
        "There is no warehouse " + warehouse + ".",
        "Check --warehouse (warehouse.path), or make one: ingest creates it.");
  }

  /**
   * The warehouse belongs to a model, and the run uses another.
   *
   * @param owner name and digest of the model that the warehouse belongs to
   * @param used name and digest of the model of the run
   */
  static UserException warehouseOfAnotherModel(String warehouse, String owner, String used) {
    return new UserException(
        "warehouse-of-another-model",
        String.format(
            "The warehouse %s was mined with the model %s, but this run uses %s.",
            warehouse, owner, used),
        "Choose another directory with --warehouse, or the warehouse's own model with --model.");
  }

  /** A table has the columns of an older release. */
  static UserException oldLayout(String warehouse, String table) {
    return new UserException(
        "warehouse-of-older-release",
        String.format(
            "The table %s of the warehouse %s has the columns of an older release.",
            table, warehouse),
        "Run migrate once; it keeps all images, findings and codebooks.");
  }

  /**
   * Another program has changed the columns of a table.
   *
   * @param difference a main clause
   */
  static UserException tableChanged(String warehouse, String table, String difference) {
    return new UserException(
        "table-changed",
        String.format(
            "Another program has changed the table %s of the warehouse %s: %s.",
            table, warehouse, difference),
        "Bring it back to the version before (RESTORE TABLE … TO VERSION AS OF), or put its folder"
            + " back from a backup (docs/operations.md#restore).");
  }

  /** A table that is read file by file has features for which this is not enough. */
  static UserException notPlain(String table) {
    return new UserException(
        "table-features",
        "The Delta table " + table + " has deletion vectors or a column mapping.",
        "Apply them: REORG TABLE … APPLY (PURGE) removes deletion vectors; a copy of the table"
            + " has no column mapping.");
  }

  /** The bytes of ingested images are gone. */
  static UserException packMissing(String warehouse, String pack) {
    return new UserException(
        "pack-missing",
        String.format(
            "The table images of %s names a pack %s, and the table contents has no such pack.",
            warehouse, Sha256.beginning(pack)),
        "Restore the table contents to a version that has it.");
  }

  /**
   * Images do not have the same number of findings.
   *
   * @param rows of the table {@code experiments}
   * @param images that they belong to
   * @param probed number of rows that each image should have; empty where it depends on the image
   */
  static UserException findingsUneven(
      String warehouse, long rows, long images, OptionalInt probed) {
    return new UserException(
        "findings-uneven",
        String.format(
            "The table experiments of %s has %d rows of %d images, and should have %s of each:"
                + " somebody deleted rows, or wrote some without the lease.",
            warehouse,
            rows,
            images,
            probed.isPresent() ? probed.getAsInt() : "as many as the table mined says"),
        "Run repair: it tells which images are concerned, and with --apply they are mined"
            + " again.");
  }

  static UserException noImageNamed() {
    return new UserException(
        "no-image-named", "No image is named.", "Write one or more after the verb: " + IMAGE_WORDS);
  }

  /**
   * A word should stand for one image.
   *
   * @param images that it stands for
   */
  static Problem notOneImage(String word, int images) {
    return new Problem(
        images == 0 ? "image-unknown" : "image-ambiguous",
        images == 0
            ? "The warehouse has no image " + word + "."
            : "%d images of the warehouse begin with %s.".formatted(images, word),
        "Write " + IMAGE_WORDS);
  }

  static UserException noCodebook(String warehouse) {
    return new UserException(
        "no-codebook",
        "The warehouse " + warehouse + " holds no codebook.",
        "Run mine and cluster first.");
  }

  static UserException versionMissing(String warehouse, long version) {
    return new UserException(
        "version-missing",
        String.format("The warehouse %s has no codebook version %d.", warehouse, version),
        "Run list to see the versions.");
  }

  /**
   * No version is published.
   *
   * @param newest of the versions
   * @param verb that takes published versions only, unless one is named
   */
  static UserException notPublished(String warehouse, CodebookVersion newest, String verb) {
    return new UserException(
        "not-published",
        String.format(
            "The warehouse %s has no published codebook version; the newest is version %d, a %s.",
            warehouse, newest.version(), newest.status().code()),
        "Run publish first, or name a version to take it all the same: " + verb + " latest.");
  }

  /**
   * The prototypes are not those that the version was made of.
   *
   * @param difference a main clause
   */
  static UserException codebookCorrupt(long version, String difference) {
    return new UserException(
        "codebook-corrupt",
        String.format(
            "The table prototypes no longer holds what version %d was made of: %s.",
            version, difference),
        "Run cluster with the model and the settings of this version. If it finds the same"
            + " prototypes, it writes them again; so does import with the file that they came from."
            + " Or restore the table from its history or from a"
            + " copy.");
  }

  /**
   * Another run changed the same rows of a table.
   *
   * @param failed what Delta reported
   */
  static RuntimeException tableRace(String table, Exception failed) {
    return failed instanceof DeltaConcurrentModificationException
        ? lostRace(
            "the table " + table, "Run the verb again; it goes on where this run stopped.", failed)
        : unchecked(failed);
  }

  /** Another run has made the commit that this run was about to make. */
  static ConcurrentRunException sequenceRace(String table) {
    return lostRace(
        "the table " + table,
        "Run the verb again when the other run has ended; it goes on where both stopped.",
        null);
  }

  /**
   * Another run has taken the warehouse over.
   *
   * @param lease that this run had
   */
  static ConcurrentRunException leaseLost(LeaseRow lease) {
    return new ConcurrentRunException(
        new Problem(
            "lease-lost",
            String.format(
                "This run (%s, %s) was not heard until %s, so another run has taken the warehouse"
                    + " over. What this run had committed stands; nothing was written after that.",
                lease.runId(), lease.verb(), lease.expiresAt()),
            "Run the verb again when the other run has ended; it goes on where both stopped."),
        null);
  }

  /** Another run took the number of a version, and Delta did not notice the conflict. */
  static ConcurrentRunException versionTaken(long version) {
    return lostRace(
        "codebook version " + version,
        "Run the verb again; nothing of this run is left behind.",
        null);
  }

  private static ConcurrentRunException lostRace(String what, String remedy, Exception failed) {
    String cause = "Another run wrote " + what + " at the same time.";
    return new ConcurrentRunException(new Problem("lost-race", cause, remedy), failed);
  }

  /** Spark throws checked exceptions through methods that declare none. */
  private static RuntimeException unchecked(Exception failed) {
    return failed instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failed);
  }
}
