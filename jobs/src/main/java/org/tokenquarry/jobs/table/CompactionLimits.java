package org.tokenquarry.jobs.table;

/**
 * When compaction is worth its cost, and how much it may do at once.
 *
 * @param smallerThan only files of fewer bytes are merged
 * @param fewestFiles a partition with fewer such files is left as it is
 * @param fileBytes about the size of a merged file
 * @param mostBytes the most bytes of one table that are merged in one run
 */
public record CompactionLimits(long smallerThan, int fewestFiles, long fileBytes, long mostBytes) {}
