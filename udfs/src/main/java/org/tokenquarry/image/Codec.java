package org.tokenquarry.image;

import java.io.IOException;

/** Reads one image format. Implementations hold no state and may be shared by threads. */
interface Codec {

  /**
   * Decodes the first image of a file, upright.
   *
   * <p>May throw any {@link RuntimeException} on a broken file. {@link ImageDecoder} turns it into
   * a reason.
   *
   * @throws UnreadableImageException if the codec knows why the file cannot be read
   * @throws IOException if a reader fails
   */
  RgbImage decode(byte[] content, ImageLimits limits) throws UnreadableImageException, IOException;
}
