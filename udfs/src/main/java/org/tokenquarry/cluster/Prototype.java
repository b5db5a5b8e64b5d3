package org.tokenquarry.cluster;

import java.io.Serializable;

/**
 * A vector of the codebook.
 *
 * @param cluster the cluster it belongs to
 * @param origin the token that it was, or the token at the centre of its cluster
 * @param embedding {@code [D] float32}; do not modify
 * @param clusterImages how many distinct images the cluster spans
 * @param clusterTokens how many tokens the cluster has
 */
public record Prototype(
    int cluster, TokenKey origin, float[] embedding, int clusterImages, int clusterTokens)
    implements Serializable {}
