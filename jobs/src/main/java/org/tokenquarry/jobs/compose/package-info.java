/**
 * Verbs that are made of other verbs: {@code nightly} runs them in order, {@code bench scaling}
 * times {@code ingest} and {@code mine} at several sizes. The only jobs that know other jobs.
 */
package org.tokenquarry.jobs.compose;
