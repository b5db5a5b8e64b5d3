/** Progress on standard error, with an estimate of the time left. */
package org.tokenquarry.jobs.progress;
