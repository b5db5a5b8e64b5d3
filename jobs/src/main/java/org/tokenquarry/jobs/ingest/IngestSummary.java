package org.tokenquarry.jobs.ingest;

import java.util.Map;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code ingest} did. {@code images = added + unchanged}; everything that was looked at is in
 * {@code images}, {@code quarantined} or {@code ignored}.
 *
 * @param images readable images among what was given
 * @param added contents that the table did not hold before
 * @param unchanged images of sources that did not change, and contents that the table held or that
 *     were given twice
 * @param quarantined what could not be read
 * @param ignored files of folders and members of archives whose names are not those of images
 * @param reasons how often each reason for quarantine occurred, by its code
 * @param ignoredExtensions how many of the ignored files in folders have each extension
 * @param sources files that were looked at, ignored ones not counted
 * @param opened of these, opened and read; the others are unchanged, or refused by their length
 * @param bytesRead bytes of images that were read
 */
public record IngestSummary(
    long images,
    long added,
    long unchanged,
    long quarantined,
    long ignored,
    Map<String, Long> reasons,
    Map<String, Long> ignoredExtensions,
    long sources,
    long opened,
    long bytesRead)
    implements Summary {

  @Override
  public String text() {
    String put = quarantined == 0 ? "" : ", " + quarantined + " quarantined " + reasons;
    String passed = ignored == 0 ? "" : ", " + ignored + " ignored" + told(ignoredExtensions);
    return images + " images (" + added + " new)" + put + passed;
  }

  private static String told(Map<String, Long> extensions) {
    return extensions.isEmpty() ? "" : " " + extensions;
  }
}
