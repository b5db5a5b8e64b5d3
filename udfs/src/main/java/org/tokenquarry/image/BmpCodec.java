package org.tokenquarry.image;

import java.io.IOException;

/** Reads BMP. */
final class BmpCodec implements Codec {

  @Override
  public RgbImage decode(byte[] content, ImageLimits limits)
      throws UnreadableImageException, IOException {
    return Readers.BMP.read(content, reader -> CheckedRead.first(reader, limits));
  }
}
