/**
 * The verb {@code evaluate}: measures a codebook on held-out questions, and other pruners beside
 * it.
 */
package org.tokenquarry.jobs.evaluate;
