/** The verb {@code compact}: merges small files of tables. */
package org.tokenquarry.jobs.compact;
