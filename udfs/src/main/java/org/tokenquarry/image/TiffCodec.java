package org.tokenquarry.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the first page of a TIFF. */
final class TiffCodec implements Codec {

  @Override
  public RgbImage decode(byte[] content, ImageLimits limits)
      throws UnreadableImageException, IOException {
    RgbImage stored = Readers.TIFF.read(content, reader -> CheckedRead.first(reader, limits));
    return Orientation.of(ByteBuffer.wrap(content)).applied(stored);
  }
}
