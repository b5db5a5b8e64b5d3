/**
 * The verb {@code evaluate}: what a codebook is worth on held-out questions, beside its
 * alternatives.
 */
package org.tokenquarry.jobs.evaluate;
