package org.tokenquarry.jobs.plan;

import org.tokenquarry.jobs.config.PartitionSettings;
import org.tokenquarry.jobs.config.PlanSettings;
import org.tokenquarry.jobs.config.Settings;

/**
 * What {@code cluster} would cost. Hours are those of the operations: reading comes on top where it
 * does not keep up.
 *
 * @param redundantTokens of all images
 * @param tokens of these, clustered ({@code cluster.maxCandidates})
 * @param cells of tokens, if clustering is partitioned; 1 if it is exact
 * @param gflop operations in 10^9
 * @param gflopsPerSecond 10^9 operations a second of one slot
 * @param hours of all slots together
 * @param blockTokens tokens of a block; a task compares one with up to 8 others
 * @param tasks of both passes over all pairs
 * @param bytesRead by these tasks
 * @param driverBytes of memory in the driver
 */
public record ClusterPlan(
    long redundantTokens,
    long tokens,
    int cells,
    double gflop,
    double gflopsPerSecond,
    double hours,
    long blockTokens,
    long tasks,
    long bytesRead,
    long driverBytes) {

  static ClusterPlan of(long redundant, int width, Settings settings, double gflopsPerSecond) {
    PlanSettings plan = settings.plan();
    long tokens = Math.min(redundant, plan.cluster().maxCandidates());
    int cells =
        plan.cluster().of(Math.max(1, tokens)).partition().map(PartitionSettings::cells).orElse(1);
    ClusterCost cost =
        new ClusterCost(
            tokens, width, plan.cluster().clusters(), settings.clustering().blockBytes(), cells);
    return new ClusterPlan(
        redundant,
        tokens,
        cells,
        cost.gflop(),
        gflopsPerSecond,
        Hours.of(cost.gflop() / gflopsPerSecond, plan.slots()),
        cost.blockTokens(),
        cost.tasks(),
        cost.bytesRead(),
        cost.driverBytes());
  }
}
