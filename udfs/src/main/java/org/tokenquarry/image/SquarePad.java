package org.tokenquarry.image;

import java.util.List;

/**
 * Pads an image to a square and resizes it, without the whole square in memory.
 *
 * <p>The square of a long panorama would not fit into memory. The width is resized in bands of
 * rows. This gives the same bytes, because that pass treats each row by itself.
 */
final class SquarePad {

  private static final int BAND = 64;

  private final List<Integer> colour;
  private final PillowResize filter;

  SquarePad(List<Integer> colour, PillowResize filter) {
    this.colour = colour;
    this.filter = filter;
  }

  /**
   * {@code size x size} pixels. The image lies in the middle of the square, or half a pixel further
   * up or left.
   */
  RgbImage resized(RgbImage image, int size) {
    int side = Math.max(image.width(), image.height());
    int left = (side - image.width()) / 2;
    int top = (side - image.height()) / 2;
    RgbImage narrowed = filled(size, side);
    for (int y = 0; y < image.height(); y += BAND) {
      RgbImage rows = Canvas.rows(image, y, Math.min(BAND, image.height() - y));
      RgbImage band = Canvas.paste(filled(side, rows.height()), rows, left, 0);
      Canvas.paste(narrowed, filter.resize(band, size, rows.height()), 0, top + y);
    }
    return filter.resize(narrowed, size, size);
  }

  private RgbImage filled(int width, int height) {
    return Canvas.filled(width, height, colour.get(0), colour.get(1), colour.get(2));
  }
}
