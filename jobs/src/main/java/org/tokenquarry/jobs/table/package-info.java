/**
 * The Delta tables of a warehouse: schemas, constraints, idempotent commits. Nobody else writes to
 * them.
 *
 * <p>Every commit carries a transaction id made from its content, so that a retry changes nothing,
 * and the run, model and settings it came from in {@code userMetadata}.
 */
package org.tokenquarry.jobs.table;
