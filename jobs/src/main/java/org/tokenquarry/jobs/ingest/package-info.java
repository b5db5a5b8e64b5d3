/** The verb {@code ingest}: images from folders, lists and tables into the table {@code images}. */
package org.tokenquarry.jobs.ingest;
