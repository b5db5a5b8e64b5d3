package org.tokenquarry.jobs.scenes;

/**
 * What {@code scenes} wrote.
 *
 * @param images how many images
 * @param questions how many questions about them
 * @param directory where
 */
public record ScenesSummary(long images, long questions, String directory) {}
