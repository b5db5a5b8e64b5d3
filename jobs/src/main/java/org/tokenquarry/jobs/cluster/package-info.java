/** The verb {@code cluster}: redundant tokens of all images become a candidate codebook. */
package org.tokenquarry.jobs.cluster;
