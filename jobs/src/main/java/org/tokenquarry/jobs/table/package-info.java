/**
 * The Delta tables of a warehouse: columns, constraints, idempotent commits. No other package
 * writes to them. The columns of a table are declared once, in the record of its rows.
 *
 * <p>Every commit has a transaction id that is made from its content, so a retry changes nothing.
 * Its {@code userMetadata} names the run, the model and the settings that it comes from.
 */
package org.tokenquarry.jobs.table;
