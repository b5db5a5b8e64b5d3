package org.tokenquarry.jobs.evaluate;

/**
 * How long the decoder takes for one prompt with fewer visual tokens, by the clock.
 *
 * @param keep share of the visual tokens
 * @param seconds the quickest of several runs
 * @param saved share of the full prompt's time
 */
public record Prefill(double keep, double seconds, double saved) {}
