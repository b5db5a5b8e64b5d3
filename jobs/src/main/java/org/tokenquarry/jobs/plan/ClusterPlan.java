package org.tokenquarry.jobs.plan;

import org.tokenquarry.jobs.config.ClusterSettings;

/**
 * What {@code cluster} would cost. Hours are those of the operations: reading and shuffling come on
 * top where they do not keep up.
 *
 * @param redundantTokens of all images
 * @param tokens of these, clustered ({@code cluster.maxCandidates})
 * @param gflop operations in 10^9
 * @param gflopsPerSecond 10^9 operations a second of one slot
 * @param hours of all slots together
 * @param blockTokens tokens of a block; a task compares two blocks
 * @param tasks of both passes
 * @param bytesRead by tasks
 * @param bytesShuffled between tasks
 */
public record ClusterPlan(
    long redundantTokens,
    long tokens,
    double gflop,
    double gflopsPerSecond,
    double hours,
    long blockTokens,
    long tasks,
    long bytesRead,
    long bytesShuffled) {

  static ClusterPlan of(
      long redundant, int width, ClusterSettings settings, double gflopsPerSecond, int slots) {
    long tokens = Math.min(redundant, settings.maxCandidates());
    ClusterCost cost = new ClusterCost(tokens, width, settings.clusters());
    return new ClusterPlan(
        redundant,
        tokens,
        cost.gflop(),
        gflopsPerSecond,
        Hours.of(cost.gflop() / gflopsPerSecond, slots),
        cost.blockTokens(),
        cost.tasks(),
        cost.bytesRead(),
        cost.bytesShuffled());
  }
}
