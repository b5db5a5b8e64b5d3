/**
 * Functions for Spark SQL: {@code redundancy_score} and {@code keep_tokens}, in any Spark session
 * with {@code spark.sql.extensions=org.tokenquarry.sql.TokenQuarryExtensions} and our jar.
 */
package org.tokenquarry.sql;
