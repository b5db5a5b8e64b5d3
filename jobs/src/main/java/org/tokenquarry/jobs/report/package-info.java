/** The verb {@code report}: one HTML page about a codebook, read from the tables. */
package org.tokenquarry.jobs.report;
