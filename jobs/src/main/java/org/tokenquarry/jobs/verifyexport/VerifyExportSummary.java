package org.tokenquarry.jobs.verifyexport;

import org.tokenquarry.jobs.job.Summary;

/**
 * An export that passed every check.
 *
 * @param directory as the user wrote it
 * @param files that have the sha256 of the manifest
 * @param prototypes n
 * @param width D
 * @param dtype of the prototypes
 * @param contentDigest of the prototypes as they were mined
 * @param places that were kept of the test vectors as they must be
 * @param signature {@code verified}, {@code unchecked} where no key was given, or {@code none}
 */
public record VerifyExportSummary(
    String directory,
    int files,
    int prototypes,
    int width,
    String dtype,
    String contentDigest,
    long places,
    String signature)
    implements Summary {

  @Override
  public String text() {
    return "%s: %d files, %d prototypes of width %d, %s\n%d kept places as the test vectors say; signature: %s"
        .formatted(directory, files, prototypes, width, dtype, places, signature);
  }
}
