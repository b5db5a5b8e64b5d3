/** The verb {@code vacuum}: removes files that no version of a table has any more. */
package org.tokenquarry.jobs.vacuum;
