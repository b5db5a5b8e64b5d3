/** The verb {@code diff}: compares two versions of the codebook. */
package org.tokenquarry.jobs.diff;
