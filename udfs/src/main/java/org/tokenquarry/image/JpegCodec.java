package org.tokenquarry.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;

/**
 * Reads JPEG. libjpeg delivers raw samples, which {@link JpegColours} converts. So neither a colour
 * profile nor a guess of the reader changes the colours.
 */
final class JpegCodec implements Codec {

  /** How libjpeg's messages about damaged data begin. It reports only the first damage. */
  private static final String SUSPECT = "Corrupt JPEG data";

  /** The messages after which libjpeg invents pixels. Others are about structure only. */
  private static final List<String> INVENTED =
      List.of(
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
      throw new UnreadableImageException(Reason.TRUNCATED, "Scans are missing from the jpeg file.");
    }
  }

  private static RgbImage stored(ImageReader reader, JpegStructure structure)
      throws IOException, UnreadableImageException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    Raster raster = reader.readRaster(0, null);
    if (!structure.ended() && warnings.stream().anyMatch(w -> w.startsWith(SUSPECT))) {
      throw new UnreadableImageException(
          Reason.TRUNCATED, "The jpeg file ends before its pixels do.");
    }
    if (warnings.stream().anyMatch(w -> INVENTED.stream().anyMatch(w::startsWith))) {
      throw new UnreadableImageException(Reason.CORRUPT, "The jpeg file's scan data are damaged.");
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
