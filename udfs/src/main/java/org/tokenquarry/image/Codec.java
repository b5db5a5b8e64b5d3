package org.tokenquarry.image;

import java.io.IOException;

/** Reads one format. Implementations hold no state and are safe for threads. */
interface Codec {

  /**
   * Decodes the first image of a file, upright.
   *
   * <p>May throw any {@link RuntimeException} on a broken file; {@link ImageDecoder} turns those
   * into reasons.
   *
   * @throws UnreadableImageException where the codec knows the reason
   * @throws IOException where a reader gave up
   */
  RgbImage decode(byte[] content, ImageLimits limits) throws UnreadableImageException, IOException;
}
