package org.tokenquarry.jobs.report.page;

import java.util.OptionalDouble;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.token.TokenGrid;

/**
 * A prototype and where it comes from. A centroid is the mean of many tokens and not a token
 * itself; place, word and scores are then those of the token at the centre of its cluster.
 *
 * @param id unique in its codebook
 * @param form whether it is a member, the medoid or the centroid of its cluster
 * @param cluster number of its cluster
 * @param imageId the source image; shown if it is among the {@linkplain ReportModel#pictures
 *     pictures}
 * @param token index of its visual token
 * @param grid token grid of the source image
 * @param clusterImages number of distinct images in its cluster
 * @param clusterTokens number of tokens in its cluster
 * @param word the likeliest word if the model sees only this token; empty if that was not computed
 * @param top1Probability probability of that word, in [0, 1]
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
