/**
 * Files of tables that tasks write and read themselves, one by one: packs of image bytes, and rows
 * of results. Knows Parquet and file systems, and of Spark only rows and schemas.
 */
package org.tokenquarry.pack;
