package org.tokenquarry.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the first page of a TIFF. */
final class TiffCodec implements Codec {

  @Override
  public RgbImage decode(byte[] content, ImageLimits limits)
      throws UnreadableImageException, IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    try {
      RgbImage stored = Readers.TIFF.read(content, reader -> CheckedRead.first(reader, limits));
      return Orientation.of(bytes).applied(stored);
    } catch (IOException | RuntimeException e) {
      // The reader fails in many ways if a value lies beyond the end of the file.
      if (new TiffDirectory(bytes).cut()) {
        throw new UnreadableImageException(
            Reason.TRUNCATED, "The tiff file ends before its directory does.", e);
      }
      throw e;
    }
  }
}
