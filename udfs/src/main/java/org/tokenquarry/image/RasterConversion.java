package org.tokenquarry.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Converts the raster of an ImageIO reader into 8-bit RGB, without colour management.
 *
 * <p>Java's own conversion would apply profiles, and a gamma to grey. Here grey is copied to all
 * three channels, alpha is dropped, the inks of CMYK are multiplied with black, 16 bits are cut to
 * the upper 8, and floats are clipped to 0..1 and scaled.
 */
final class RasterConversion {

  private RasterConversion() {}

  /** Converts all pixels. */
  static RgbImage rgb(BufferedImage image) throws UnreadableImageException {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[width * height * RgbImage.CHANNELS];
    Row row = row(image);
    for (int y = 0; y < height; y++) {
      row.convert(y, rgb, y * width * RgbImage.CHANNELS);
    }
    return new RgbImage(width, height, rgb);
  }

  /** Converts one row of an image. */
  private interface Row {
    void convert(int y, byte[] rgb, int out) throws UnreadableImageException;
  }

  private static Row row(BufferedImage image) throws UnreadableImageException {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return paletteRow(image.getRaster(), palette);
    }
    if (!(model instanceof ComponentColorModel) || model.isAlphaPremultiplied()) {
      return packedRow(image);
    }
    int colours = model.getNumColorComponents();
    int space = model.getColorSpace().getType();
    boolean known =
        (space == ColorSpace.TYPE_GRAY && colours == 1)
            || (space == ColorSpace.TYPE_RGB && colours == 3)
            || (space == ColorSpace.TYPE_CMYK && colours == 4);
    if (!known) {
      throw new UnreadableImageException(
          Reason.UNSUPPORTED_FORMAT,
          "The image has %d samples of an unknown colour space.".formatted(colours));
    }
    return floats(model) ? floatRow(image, colours) : integerRow(image, colours);
  }

  private static boolean floats(ColorModel model) {
    return model.getTransferType() == DataBuffer.TYPE_FLOAT
        || model.getTransferType() == DataBuffer.TYPE_DOUBLE;
  }

  private static Row paletteRow(Raster raster, IndexColorModel palette) {
    int[] indices = new int[raster.getWidth()];
    return (y, rgb, out) -> {
      raster.getSamples(0, y, indices.length, 1, 0, indices);
      for (int x = 0, to = out; x < indices.length; x++) {
        if (indices[x] >= palette.getMapSize()) {
          throw new UnreadableImageException(
              Reason.CORRUPT,
              "A pixel has colour %d of a palette of %d."
                  .formatted(indices[x], palette.getMapSize()));
        }
        rgb[to++] = (byte) palette.getRed(indices[x]);
        rgb[to++] = (byte) palette.getGreen(indices[x]);
        rgb[to++] = (byte) palette.getBlue(indices[x]);
      }
    };
  }

  /**
   * Packed pixels, for example of 5 or 6 bits per channel. They have no profile, so Java converts
   * them.
   */
  private static Row packedRow(BufferedImage image) {
    int[] argb = new int[image.getWidth()];
    return (y, rgb, out) -> {
      image.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
      for (int x = 0, to = out; x < argb.length; x++) {
        rgb[to++] = (byte) (argb[x] >> 16);
        rgb[to++] = (byte) (argb[x] >> 8);
        rgb[to++] = (byte) argb[x];
      }
    };
  }

  private static Row integerRow(BufferedImage image, int colours) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int bits = image.getColorModel().getComponentSize(0);
    int[] samples = new int[raster.getWidth() * bands];
    return (y, rgb, out) -> {
      raster.getPixels(0, y, raster.getWidth(), 1, samples);
      for (int i = 0; i < samples.length; i++) {
        samples[i] = eightBits(samples[i], bits);
      }
      mixRow(samples, bands, colours, rgb, out);
    };
  }

  private static int eightBits(int sample, int bits) {
    return bits >= 8 ? sample >>> (bits - 8) : sample * 255 / ((1 << bits) - 1);
  }

  private static Row floatRow(BufferedImage image, int colours) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    float[] values = new float[raster.getWidth() * bands];
    int[] samples = new int[values.length];
    return (y, rgb, out) -> {
      raster.getPixels(0, y, raster.getWidth(), 1, values);
      for (int i = 0; i < values.length; i++) {
        samples[i] = (int) (Math.max(0, Math.min(1, values[i])) * 255 + 0.5f);
      }
      mixRow(samples, bands, colours, rgb, out);
    };
  }

  private static void mixRow(int[] samples, int bands, int colours, byte[] rgb, int out) {
    for (int in = 0, to = out; in < samples.length; in += bands, to += RgbImage.CHANNELS) {
      for (int c = 0; c < RgbImage.CHANNELS; c++) {
        rgb[to + c] =
            switch (colours) {
              case 1 -> (byte) samples[in];
              case 3 -> (byte) samples[in + c];
              default -> inked(samples[in + c], 255 - samples[in + 3]);
            };
      }
    }
  }

  /**
   * How much of white remains under ink: {@code white * (1 - ink / 255)}, rounded as Pillow does.
   *
   * @param ink 0 to 255
   * @param white 0 to 255
   */
  static byte inked(int ink, int white) {
    int product = ink * white + 128;
    return (byte) Math.max(0, white - (((product >> 8) + product) >> 8));
  }
}
