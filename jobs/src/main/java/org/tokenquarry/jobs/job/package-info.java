/**
 * What every job has in common: how it is called, what it is given, what it hands back, and the two
 * ways in which it ends without being anyone's mistake.
 *
 * <p>Jobs know this package and not the command line.
 */
package org.tokenquarry.jobs.job;
