package org.tokenquarry.jobs.cluster;

import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.jobs.config.ContextIndependenceSettings;

/**
 * How redundant tokens become prototypes.
 *
 * @param experiment how it was decided which tokens are redundant
 * @param dpcKnn clusters across images; published: 64 clusters (OneVision 24), 5 neighbours
 * @param contextIndependence which clusters are kept
 * @param maxCandidates most redundant tokens to be clustered; of more, those whose digests come
 *     first are taken, so that the choice depends on nothing but content
 * @param form what of a kept cluster becomes prototypes; published: all members
 * @param settings those that influence the codebook as JSON, kept with it
 * @param settingsDigest digest of the settings that influence the codebook
 */
public record ClusterOptions(
    ExperimentSettings experiment,
    DpcKnnSettings dpcKnn,
    ContextIndependenceSettings contextIndependence,
    int maxCandidates,
    PrototypeForm form,
    String settings,
    String settingsDigest) {

  /**
   * A cluster is kept when its tokens come from strictly more distinct images.
   *
   * @param images of which a share is taken: all that were mined; where the candidates are a sample
   *     of the redundant tokens, those that the sample is of
   */
  int imagesAbove(long images) {
    return contextIndependence.enabled() ? contextIndependence.moreImagesThan().images(images) : 0;
  }
}
