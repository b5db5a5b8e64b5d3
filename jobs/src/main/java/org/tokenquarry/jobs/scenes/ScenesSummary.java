package org.tokenquarry.jobs.scenes;

import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code scenes} wrote.
 *
 * @param images how many images
 * @param questions how many questions about them
 * @param directory where
 */
public record ScenesSummary(long images, long questions, String directory) implements Summary {

  @Override
  public String text() {
    return images + " images and " + questions + " questions in " + directory;
  }
}
