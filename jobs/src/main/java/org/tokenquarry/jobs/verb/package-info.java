/** From settings to jobs: one class a verb, and {@code nightly}, which composes them. */
package org.tokenquarry.jobs.verb;
