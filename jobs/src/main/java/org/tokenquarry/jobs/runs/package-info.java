/** The verb {@code runs}: tells what happened in a warehouse. */
package org.tokenquarry.jobs.runs;
