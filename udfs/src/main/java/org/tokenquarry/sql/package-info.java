/** What Spark's users see of the executor side: Spark ML stages and SQL functions. */
package org.tokenquarry.sql;
