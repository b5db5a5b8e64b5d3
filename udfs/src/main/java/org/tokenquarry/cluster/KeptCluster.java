package org.tokenquarry.cluster;

/**
 * A cluster that spans enough distinct images to enter the codebook.
 *
 * @param cluster its id in the clustering
 * @param members indices of its candidates, ascending; do not modify
 * @param images how many distinct images the members come from
 */
public record KeptCluster(int cluster, int[] members, int images) {}
