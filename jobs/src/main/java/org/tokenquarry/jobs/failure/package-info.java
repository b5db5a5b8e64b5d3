/**
 * What libraries throw, and what it means: which failures are of a disk or of a table's files,
 * which are for want of memory, and which may pass when the same is tried again.
 */
package org.tokenquarry.jobs.failure;
