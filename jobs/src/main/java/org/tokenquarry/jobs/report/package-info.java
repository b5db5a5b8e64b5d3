/** The verb {@code report}: reads the tables and writes one HTML page about a codebook version. */
package org.tokenquarry.jobs.report;
