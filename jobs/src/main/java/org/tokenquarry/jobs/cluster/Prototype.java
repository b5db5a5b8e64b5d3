package org.tokenquarry.jobs.cluster;

/**
 * A member of the codebook.
 *
 * @param cluster the cluster it belongs to
 * @param origin the token it was
 * @param clusterImages distinct images in the cluster
 * @param clusterTokens tokens in the cluster
 */
record Prototype(int cluster, Candidate origin, int clusterImages, int clusterTokens) {}
