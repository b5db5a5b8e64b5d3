package org.tokenquarry.jobs.report.page;

import java.util.OptionalDouble;
import org.tokenquarry.token.TokenGrid;

/**
 * One prototype and where it comes from.
 *
 * @param id unique in its codebook
 * @param cluster the cluster that it belongs to
 * @param imageId the source image; shown when it is among the {@linkplain ReportModel#pictures
 *     pictures}
 * @param token index of its visual token
 * @param grid of the source image
 * @param clusterImages distinct images in its cluster
 * @param clusterTokens tokens in its cluster
 * @param word what the model says when it sees this token alone
 * @param top1Probability in [0, 1]
 * @param regionDivergence in nats, at least 0
 * @param globalDivergence in nats, at least 0
 */
public record Prototype(
    int id,
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
