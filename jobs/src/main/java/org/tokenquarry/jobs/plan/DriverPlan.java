package org.tokenquarry.jobs.plan;

import org.tokenquarry.jobs.config.IngestSettings;
import org.tokenquarry.jobs.config.MineSettings;
import org.tokenquarry.jobs.config.Settings;

/**
 * What grows with the images in the driver. The memory of Spark itself comes on top.
 *
 * @param units tasks of {@code mine}, at most the images of one pack each; smaller ones at the end
 *     of a run come on top
 * @param commits of {@code mine} to each table
 * @param ingestBytes of memory for the digests of all images
 * @param mineBytes of memory for the images that are left and their packs
 * @param ingestResultBytes that all tasks of {@code ingest} send, over the whole run. The driver
 *     drops them after each commit, but Spark adds up those of a job, which has up to 10,000 tasks,
 *     and ends it above {@code spark.driver.maxResultSize}
 * @param mineResultBytes the same for {@code mine}
 */
public record DriverPlan(
    long units,
    long commits,
    long ingestBytes,
    long mineBytes,
    long ingestResultBytes,
    long mineResultBytes) {

  private static final int BYTES_PER_DIGEST = 24;
  private static final int BYTES_PER_IMAGE = 4;
  private static final int BYTES_PER_PACK = 300;

  /** Serialised, measured: ids and counts of 32 images; 141 of 400. */
  private static final int RESULT_BYTES_OF_MINE = 170;

  /** Serialised, measured: ids and URIs of 400 files, in packs and as sources. */
  private static final int RESULT_BYTES_OF_INGEST = 320;

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
    long ofPack = Math.min(images, imagesOfPack(settings));
    long packs = ceiling(images, ofPack);
    return new DriverPlan(
        packs * ceiling(ofPack, mine.imagesPerTask()),
        Math.max(bySize, Math.round(byTime)),
        images * BYTES_PER_DIGEST,
        images * BYTES_PER_IMAGE + packs * BYTES_PER_PACK,
        images * RESULT_BYTES_OF_INGEST,
        images * RESULT_BYTES_OF_MINE);
  }

  private static long imagesOfPack(Settings settings) {
    IngestSettings ingest = settings.ingest();
    long fitting = Math.max(1, ingest.packBytes() / settings.plan().imageBytes());
    return Math.min(ingest.packImages(), fitting);
  }

  private static long ceiling(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
