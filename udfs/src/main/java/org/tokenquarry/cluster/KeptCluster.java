package org.tokenquarry.cluster;

/**
 * A cluster that recurs over enough images; all its members become prototypes.
 *
 * @param cluster its id in the clustering
 * @param members positions in the pool, ascending; do not modify
 * @param images how many distinct images the members come from
 */
public record KeptCluster(int cluster, int[] members, int images) {}
