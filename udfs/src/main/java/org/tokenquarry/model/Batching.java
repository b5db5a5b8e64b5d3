package org.tokenquarry.model;

import java.io.Serializable;

/**
 * How many sequences go through the decoder at once. Influences speed and memory, not results.
 *
 * @param sequences most sequences in a batch of the exhaustive engine, at least 1
 * @param bytes memory budget of a batch of the cascade: tokens x layers x hidden x 4 bytes
 */
public record Batching(int sequences, long bytes) implements Serializable {

  /**
   * How many sequences of one length fit the budget; depends on the model and the length alone.
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
