package org.tokenquarry.jobs.plan;

import org.tokenquarry.jobs.config.IngestSettings;
import org.tokenquarry.jobs.config.MineSettings;
import org.tokenquarry.jobs.config.Settings;

/**
 * What grows with the images in the driver. The memory of Spark itself comes on top.
 *
 * @param units tasks of {@code mine}
 * @param commits of {@code mine} to each table
 * @param ingestBytes of memory for the digests of all images
 * @param mineBytes of memory for the images that are left and their packs
 */
public record DriverPlan(long units, long commits, long ingestBytes, long mineBytes) {

  private static final int BYTES_PER_DIGEST = 24;
  private static final int BYTES_PER_IMAGE = 4;
  private static final int BYTES_PER_PACK = 300;
  private static final double SECONDS_PER_HOUR = 3600;

  /**
   * Counts.
   *
   * @param hours of mining
   */
  static DriverPlan of(Settings settings, long images, double hours) {
    MineSettings mine = settings.mine();
    double byTime = hours * SECONDS_PER_HOUR / Math.max(1, mine.commitEvery().toSeconds());
    long bySize = ceiling(images, mine.imagesPerCommit());
    return new DriverPlan(
        ceiling(images, mine.imagesPerTask()),
        Math.max(bySize, Math.round(byTime)),
        images * BYTES_PER_DIGEST,
        images * BYTES_PER_IMAGE + packs(settings, images) * BYTES_PER_PACK);
  }

  private static long packs(Settings settings, long images) {
    IngestSettings ingest = settings.ingest();
    long fitting = Math.max(1, ingest.packBytes() / settings.plan().imageBytes());
    return ceiling(images, Math.min(ingest.packImages(), fitting));
  }

  private static long ceiling(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
