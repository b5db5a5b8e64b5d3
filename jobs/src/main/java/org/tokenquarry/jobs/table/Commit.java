package org.tokenquarry.jobs.table;

/**
 * One idempotent addition to a table.
 *
 * @param transaction identifies what is written: the same content always has the same id, different
 *     content never. A second write under an id that the table knows is skipped
 * @param run where it comes from
 */
public record Commit(String transaction, RunInfo run) {}
