package org.tokenquarry.jobs.config;

/**
 * How clustering runs; no component changes a codebook or enters a digest.
 *
 * @param blockBytes bytes of the vectors that a task compares with others
 */
public record ClusteringSettings(long blockBytes) {

  static ClusteringSettings from(Section in) {
    return new ClusteringSettings(in.bytes("blockMemory"));
  }
}
