package org.tokenquarry.jobs.imports;

import org.tokenquarry.jobs.job.Summary;

/**
 * The version that holds an imported codebook.
 *
 * @param version its number
 * @param status of that version
 * @param created false if the same file was imported before
 * @param restored whether that version's prototypes were damaged and were written again
 * @param prototypes members of the codebook
 * @param width of a prototype
 * @param origins whether the images that they come from are known
 * @param contentDigest identity of the codebook
 * @param file name of the file, without its directory
 * @param sha256 of the file
 * @param format npy, safetensors or pt
 * @param dtype of the numbers in the file
 */
public record ImportSummary(
    long version,
    String status,
    boolean created,
    boolean restored,
    int prototypes,
    int width,
    boolean origins,
    String contentDigest,
    String file,
    String sha256,
    String format,
    String dtype)
    implements Summary {

  @Override
  public String text() {
    return "version %d (%s, %s): %d prototypes of width %d from %s (%s, %s), content %s"
        .formatted(
            version,
            created ? "new" : restored ? "restored" : "unchanged",
            status,
            prototypes,
            width,
            file,
            format,
            dtype,
            contentDigest);
  }
}
