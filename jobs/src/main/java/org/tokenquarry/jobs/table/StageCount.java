package org.tokenquarry.jobs.table;

/**
 * How many tokens a stage received and let pass.
 *
 * @param name the stage's code
 * @param in tokens that reached it
 * @param kept tokens that passed it
 */
public record StageCount(String name, long in, long kept) {}
