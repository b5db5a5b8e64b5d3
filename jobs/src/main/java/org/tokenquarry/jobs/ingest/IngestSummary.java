package org.tokenquarry.jobs.ingest;

import java.util.Map;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code ingest} did. {@code images = added + unchanged}; every file looked at is in {@code
 * images} or in {@code quarantined}.
 *
 * @param images readable images among what was given
 * @param added contents that the table did not hold before
 * @param unchanged contents that it held, or that were given twice
 * @param quarantined what could not be read
 * @param ignored files of folders whose names are not those of images
 * @param reasons how often each reason for quarantine occurred, by its code
 */
public record IngestSummary(
    long images,
    long added,
    long unchanged,
    long quarantined,
    long ignored,
    Map<String, Long> reasons)
    implements Summary {

  @Override
  public String text() {
    String put = quarantined == 0 ? "" : ", " + quarantined + " quarantined " + reasons;
    return images + " images (" + added + " new)" + put;
  }
}
