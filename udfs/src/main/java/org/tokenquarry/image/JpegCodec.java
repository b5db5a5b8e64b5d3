package org.tokenquarry.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageReader;

/**
 * Reads JPEG. The samples come raw from libjpeg, so that neither a colour profile nor a guess of
 * the reader stands between them and {@link JpegColours}.
 */
final class JpegCodec implements Codec {

  /** What libjpeg says when it invents pixels; other warnings are about structure. */
  private static final List<String> INVENTED =
      List.of(
          "Premature end of JPEG file",
          "Corrupt JPEG data: premature end of data segment",
          "Corrupt JPEG data: bad Huffman code",
          "Corrupt JPEG data: found marker");

  @Override
  public RgbImage decode(byte[] content, ImageLimits limits)
      throws UnreadableImageException, IOException {
    JpegStructure structure = JpegStructure.of(content);
    check(structure, limits);
    RgbImage stored = Readers.JPEG.read(content, reader -> stored(reader, structure));
    return structure.orientation().applied(stored);
  }

  private static void check(JpegStructure structure, ImageLimits limits)
      throws UnreadableImageException {
    if (!structure.framed()) {
      throw structure.ended()
          ? new UnreadableImageException(Reason.CORRUPT, "The jpeg file has no frame header.")
          : new UnreadableImageException(
              Reason.TRUNCATED, "The jpeg file ends before its frame header.");
    }
    limits.checkSize(structure.width(), structure.height());
    if (!structure.readable()) {
      throw new UnreadableImageException(
          Reason.UNSUPPORTED_FORMAT,
          "The jpeg file is lossless, arithmetic-coded, hierarchical or of 12 bits.");
    }
    if (!structure.scansComplete()) {
      throw new UnreadableImageException(Reason.TRUNCATED, "The jpeg file lacks scans.");
    }
  }

  private static RgbImage stored(ImageReader reader, JpegStructure structure)
      throws IOException, UnreadableImageException {
    boolean[] invented = new boolean[1];
    reader.addIIOReadWarningListener(
        (source, warning) -> invented[0] |= INVENTED.stream().anyMatch(warning::startsWith));
    Raster raster = reader.readRaster(0, null);
    if (invented[0]) {
      throw structure.ended()
          ? new UnreadableImageException(Reason.CORRUPT, "The jpeg file's scan data are damaged.")
          : new UnreadableImageException(
              Reason.TRUNCATED, "The jpeg file ends before its pixels do.");
    }
    return rgb(raster, structure.colours());
  }

  private static RgbImage rgb(Raster raster, JpegColours colours) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = new byte[width * height * RgbImage.CHANNELS];
    byte[] row = new byte[width * colours.samples()];
    for (int y = 0; y < height; y++) {
      raster.getDataElements(0, y, width, 1, row);
      colours.convert(row, width, rgb, y * width * RgbImage.CHANNELS);
    }
    return new RgbImage(width, height, rgb);
  }
}
