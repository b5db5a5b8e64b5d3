package org.tokenquarry.jobs.report.page;

import java.util.OptionalDouble;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.token.TokenGrid;

/**
 * One prototype and where it comes from. A centroid is the mean of many tokens and no token itself;
 * place, word and scores are then those of the token at the centre of its cluster.
 *
 * @param id unique in its codebook
 * @param form what the prototype is of its cluster
 * @param cluster the cluster that it belongs to
 * @param imageId the source image; shown when it is among the {@linkplain ReportModel#pictures
 *     pictures}
 * @param token index of its visual token
 * @param grid of the source image
 * @param clusterImages distinct images in its cluster
 * @param clusterTokens tokens in its cluster
 * @param word the likeliest word when the model sees this token alone; empty where it was not asked
 * @param top1Probability of that word, in [0, 1]
 * @param regionDivergence in nats, at least 0
 * @param globalDivergence in nats, at least 0
 */
public record Prototype(
    int id,
    PrototypeForm form,
    int cluster,
    String imageId,
    int token,
    TokenGrid grid,
    long clusterImages,
    long clusterTokens,
    String word,
    OptionalDouble top1Probability,
    OptionalDouble regionDivergence,
    OptionalDouble globalDivergence) {}
