package org.tokenquarry.jobs.table;

/**
 * Where a prototype comes from.
 *
 * @param id its number in the version
 * @param cluster its cluster
 * @param clusterImages distinct images in the cluster
 * @param clusterTokens tokens in the cluster
 * @param imageId the image
 * @param sourceUri where that image was read
 * @param token index of the visual token
 * @param top1Probability of that token alone
 * @param regionDivergence without that token, nats
 * @param globalDivergence without its region, nats
 */
public record PrototypeOrigin(
    int id,
    int cluster,
    int clusterImages,
    int clusterTokens,
    String imageId,
    String sourceUri,
    int token,
    Double top1Probability,
    Double regionDivergence,
    Double globalDivergence) {}
