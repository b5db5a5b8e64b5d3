package org.tokenquarry.jobs.repair;

import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code repair} found, and whether it did something about it.
 *
 * @param applied whether the tables were changed
 * @param doubledImages images that had several rows in {@code images}, and should have one
 * @param unevenImages images whose findings are not one for each probed token, counted once for
 *     each setting of the experiments; they are to be mined again
 */
public record RepairSummary(boolean applied, long doubledImages, long unevenImages)
    implements Summary {

  @Override
  public String text() {
    if (doubledImages + unevenImages == 0) {
      return "there is nothing to repair";
    }
    String found =
        String.format(
            "%d images have several rows, and the findings of %d images are not one for each token",
            doubledImages, unevenImages);
    return applied
        ? found + "; each image has one row now, and mine mines those images again"
        : found + "; with --apply, extra rows and those findings are removed";
  }
}
