package org.tokenquarry.image;

import java.io.IOException;

/** Reads WebP, lossy and lossless; of an animation, the first frame on a black canvas. */
final class WebpCodec implements Codec {

  @Override
  public RgbImage decode(byte[] content, ImageLimits limits)
      throws UnreadableImageException, IOException {
    WebpChunks chunks = WebpChunks.of(content);
    limits.checkSize(chunks.width(), chunks.height());
    limits.checkSize(chunks.canvasWidth(), chunks.canvasHeight());
    RgbImage frame =
        RasterConversion.rgb(Readers.WEBP.read(chunks.simple(), reader -> reader.read(0)));
    return chunks.orientation().applied(onCanvas(frame, chunks));
  }

  private static RgbImage onCanvas(RgbImage frame, WebpChunks chunks)
      throws UnreadableImageException {
    int width = chunks.canvasWidth();
    int height = chunks.canvasHeight();
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    if (chunks.left() + frame.width() > width || chunks.top() + frame.height() > height) {
      throw new UnreadableImageException(
          Reason.CORRUPT, "The webp file's first frame reaches beyond its canvas.");
    }
    return Canvas.paste(Canvas.filled(width, height, 0, 0, 0), frame, chunks.left(), chunks.top());
  }
}
