package org.tokenquarry.jobs.cluster;

import org.tokenquarry.cluster.DpcKnnSettings;

/**
 * How redundant tokens become prototypes.
 *
 * @param dpcKnn clusters across images; published: 64 clusters (OneVision 24), 5 neighbours
 * @param minImages a cluster is kept when its tokens come from strictly more distinct images;
 *     published: 64 (OneVision 16)
 * @param maxCandidates most redundant tokens to be clustered; of more, those whose digests come
 *     first are taken, so that the choice depends on nothing but content
 * @param settings all settings as JSON, kept with the codebook
 * @param settingsDigest digest of the settings that influence the codebook
 */
public record ClusterOptions(
    DpcKnnSettings dpcKnn,
    MinImages minImages,
    int maxCandidates,
    String settings,
    String settingsDigest) {}
