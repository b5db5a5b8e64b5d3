package org.tokenquarry.jobs.mine;

import org.tokenquarry.task.ExaminePlan;

/**
 * How images are mined.
 *
 * @param plan the experiments
 * @param imagesPerTask images of one Spark task; small tasks spread well, large ones cost less
 * @param imagesPerCommit images between two commits; what a crash costs at most
 */
public record MineOptions(ExaminePlan plan, int imagesPerTask, int imagesPerCommit) {}
