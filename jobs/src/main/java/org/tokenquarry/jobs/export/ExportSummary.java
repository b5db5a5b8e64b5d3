package org.tokenquarry.jobs.export;

import java.util.List;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code export} wrote.
 *
 * @param version of the codebook
 * @param status of that version
 * @param directory where
 * @param files the tensors, the card and the manifest
 */
public record ExportSummary(long version, String status, String directory, List<ExportedFile> files)
    implements Summary {
  /** Copies the list. */
  public ExportSummary {
    files = List.copyOf(files);
  }

  @Override
  public String text() {
    return "version " + version + " (" + status + ") in " + directory;
  }
}
