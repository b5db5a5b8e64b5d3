package org.tokenquarry.jobs.config;

/**
 * When small files are merged.
 *
 * @param smallerThan files of fewer bytes are small
 * @param files how many small files there must be
 * @param fileBytes about the size of a merged file
 * @param maxBytes the most bytes of one table that are merged in one run
 */
public record CompactSettings(long smallerThan, int files, long fileBytes, long maxBytes) {

  static CompactSettings from(Section in) {
    return new CompactSettings(
        in.bytes("smallerThan"),
        in.integer("files", Range.atLeast(2)),
        in.bytes("fileBytes"),
        in.bytes("maxBytes"));
  }
}
