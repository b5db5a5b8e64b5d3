package org.tokenquarry.jobs.evaluate;

/**
 * How long the decoder takes for a prompt with fewer visual tokens.
 *
 * @param keep ratio of the visual tokens that is kept, (0, 1]
 * @param seconds the shortest time of several runs
 * @param saved share of the time for the full prompt that is saved
 */
public record Prefill(double keep, double seconds, double saved) {}
