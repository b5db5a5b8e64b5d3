/** The right to write to a warehouse, which one run has at a time. */
package org.tokenquarry.jobs.lease;
