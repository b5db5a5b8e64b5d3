/**
 * What every job has in common: how it is called, what it is given, what it returns, and the ends
 * of a run that are nobody's mistake.
 *
 * <p>Jobs know this package and not the command line.
 */
package org.tokenquarry.jobs.job;
