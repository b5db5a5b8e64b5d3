/**
 * The fair trial, {@code evaluate --suite fair}: scenes that nothing was chosen by, every pruner as
 * published and with searched constants, and one table. {@link
 * org.tokenquarry.jobs.compose.fair.FairTrial} is what one model goes through; the verbs do the
 * work.
 */
package org.tokenquarry.jobs.compose.fair;
