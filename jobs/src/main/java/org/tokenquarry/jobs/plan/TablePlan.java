package org.tokenquarry.jobs.plan;

import org.tokenquarry.model.DecoderShape;

/**
 * Size of the tables in bytes, within a factor of 2.
 *
 * @param images the files themselves
 * @param experiments a row for each probed token, and the embedding of each redundant one
 */
public record TablePlan(long images, long experiments) {

  /** Digests compress well; scores hardly. */
  private static final int BYTES_PER_ROW = 48;

  static TablePlan of(
      DecoderShape decoder, long images, long imageBytes, double probed, double redundant) {
    double row = probed * BYTES_PER_ROW + redundant * decoder.hidden() * Float.BYTES;
    return new TablePlan(images * imageBytes, Math.round(images * row));
  }
}
