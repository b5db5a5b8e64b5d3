package org.tokenquarry.pack;

import java.io.Serializable;

/**
 * How large a pack becomes. It ends with whichever comes first; a single image that is larger has a
 * pack of its own.
 *
 * @param bytes of its images, above 0
 * @param images at least 1
 */
public record PackLimits(long bytes, int images) implements Serializable {

  /** Packs of this size are few enough to be listed, and small enough to be work for one task. */
  public static final PackLimits USUAL = new PackLimits(64L << 20, 2_000);
}
