package org.tokenquarry.anyres;

/**
 * Where an image lies on its canvas, and into how many tiles the canvas is cut.
 *
 * @param image the image as it is
 * @param canvas the pinpoint that was chosen
 * @param scaled the size of the image after it was resized to fit the canvas; its ratio is kept
 * @param top first row of the canvas that the scaled image covers; if the padding is odd, the
 *     larger part is below
 * @param left first column that it covers; if the padding is odd, the larger part is on the right
 * @param rows how many rows of tiles there are
 * @param cols how many columns of tiles there are
 */
public record TileLayout(
    PixelSize image, PixelSize canvas, PixelSize scaled, int top, int left, int rows, int cols) {

  /** The layout of one image. */
  public static TileLayout of(TileRule rule, PixelSize image) {
    PixelSize canvas = rule.canvas(image);
    PixelSize scaled = scaled(image, canvas);
    return new TileLayout(
        image,
        canvas,
        scaled,
        (canvas.height() - scaled.height()) / 2,
        (canvas.width() - scaled.width()) / 2,
        canvas.height() / rule.tile(),
        canvas.width() / rule.tile());
  }

  /** How many tiles there are; the base view is not one. */
  public int tiles() {
    return rows * cols;
  }

  private static PixelSize scaled(PixelSize image, PixelSize canvas) {
    double byWidth = (double) canvas.width() / image.width();
    double byHeight = (double) canvas.height() / image.height();
    return byWidth < byHeight
        ? new PixelSize(
            Math.min((int) Math.ceil(image.height() * byWidth), canvas.height()), canvas.width())
        : new PixelSize(
            canvas.height(), Math.min((int) Math.ceil(image.width() * byHeight), canvas.width()));
  }
}
