package org.tokenquarry.model;

import java.io.Serializable;

/**
 * How many sequences go through the decoder at once. Influences speed and memory; of results only
 * the last bits.
 *
 * @param sequences the most sequences in a batch of the exhaustive engine, at least 1
 * @param bytes memory for a batch of the cascade or of an evaluation, in bytes; a sequence counts
 *     as tokens x layers x hidden x 4 bytes
 */
public record Batching(int sequences, long bytes) implements Serializable {

  /**
   * How many sequences of one length fit into the memory; depends only on the model and the length.
   *
   * @param length tokens of a sequence
   * @return at least 1
   */
  public int sequences(BundleManifest manifest, int length) {
    return sequences(manifest.layers(), manifest.hidden(), length);
  }

  /**
   * The same for a model of which only the sizes are known.
   *
   * @param layers of the decoder
   * @param hidden width of the decoder
   * @param length tokens of a sequence
   * @return at least 1
   */
  public int sequences(int layers, int hidden, int length) {
    long each = (long) length * layers * hidden * Float.BYTES;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / each));
  }
}
