package org.tokenquarry.jobs.evaluate;

/**
 * What one pruner reached at one budget.
 *
 * @param pruner its name; those that use the codebook begin with {@code codebook}
 * @param keep share of the visual tokens that was kept
 * @param accuracy share of the questions answered rightly
 * @param relative accuracy over the unpruned model's, 1 = equal; null where that model answers
 *     nothing rightly
 * @param low lower end of the 95 % interval of the accuracy, by bootstrap over images
 * @param high upper end
 */
public record EvaluationRow(
    String pruner, double keep, double accuracy, Double relative, double low, double high) {}
