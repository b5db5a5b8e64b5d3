/** Runs one query with our functions, for those who have no Spark shell at hand. */
package org.tokenquarry.jobs.sql;
