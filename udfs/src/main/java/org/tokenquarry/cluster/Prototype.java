package org.tokenquarry.cluster;

/**
 * A vector of the codebook.
 *
 * @param cluster the cluster it belongs to
 * @param origin the token it was, or that is at the centre of its cluster
 * @param embedding {@code [D] float32}; do not modify
 * @param clusterImages distinct images in the cluster
 * @param clusterTokens tokens in the cluster
 */
public record Prototype(
    int cluster, Candidate origin, float[] embedding, int clusterImages, int clusterTokens) {}
