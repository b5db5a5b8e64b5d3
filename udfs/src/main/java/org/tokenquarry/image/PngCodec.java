package org.tokenquarry.image;

import java.awt.image.BufferedImage;
import java.io.IOException;

/** Reads PNG; of an animated PNG, the image that a viewer without animation shows. */
final class PngCodec implements Codec {

  @Override
  public RgbImage decode(byte[] content, ImageLimits limits)
      throws UnreadableImageException, IOException {
    PngChunks chunks = PngChunks.of(content);
    limits.checkSize(chunks.width(), chunks.height());
    BufferedImage image = Readers.PNG.read(chunks.essential(), reader -> reader.read(0));
    return chunks.orientation().applied(RasterConversion.rgb(image));
  }
}
