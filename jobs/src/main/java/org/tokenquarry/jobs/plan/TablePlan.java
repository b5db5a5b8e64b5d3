package org.tokenquarry.jobs.plan;

import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.jobs.config.Settings;

/**
 * Size of the tables in bytes, within a factor of 2.
 *
 * @param images the files themselves, in the table {@code contents}
 * @param experiments a row for each probed token, and the embedding of each redundant one
 * @param thin a row for each image in {@code images}, {@code sources} and {@code mined}
 * @param prototypes of one version, at most: {@code cluster} drops clusters of few images
 */
public record TablePlan(long images, long experiments, long thin, long prototypes) {

  /** Digests compress well; scores hardly. */
  private static final int BYTES_PER_ROW = 48;

  /** In all three tables together. Ids are digests, which do not compress. */
  private static final int BYTES_PER_IMAGE = 300;

  private static final int BYTES_PER_PROTOTYPE = 100;

  /**
   * Counts.
   *
   * @param images how many
   * @param probed tokens of all images
   * @param redundant tokens of all images
   * @param width of an embedding
   */
  static TablePlan of(Settings settings, long images, long probed, long redundant, int width) {
    long embedding = (long) width * Float.BYTES;
    return new TablePlan(
        images * settings.plan().imageBytes(),
        probed * BYTES_PER_ROW + redundant * embedding,
        images * BYTES_PER_IMAGE,
        prototypes(settings.plan().cluster(), redundant) * (embedding + BYTES_PER_PROTOTYPE));
  }

  private static long prototypes(ClusterSettings cluster, long redundant) {
    long tokens = Math.min(redundant, cluster.maxCandidates());
    return cluster.prototypes() == PrototypeForm.MEMBERS
        ? tokens
        : Math.min(tokens, cluster.clusters());
  }

  /** All tables. */
  long total() {
    return images + experiments + thin + prototypes;
  }
}
