/** The Spark session that jobs run on, and the progress of its tasks. */
package org.tokenquarry.jobs.spark;
