package org.tokenquarry.tiles;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.anyres.PixelSize;
import org.tokenquarry.anyres.TileLayout;
import org.tokenquarry.anyres.TileRule;
import org.tokenquarry.image.Canvas;
import org.tokenquarry.image.PillowResize;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.image.Preprocessing.Resample;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;

/**
 * Turns an image into the pixels of all its views: the base view, then the tiles row by row. The
 * pixels are those of the image processors of LLaVA-NeXT and LLaVA-OneVision with Pillow, from
 * transformers 4.53 on.
 *
 * <p>Immutable, may be shared by threads.
 */
public final class TileCutter {

  private final TileRule rule;
  private final Preprocessor preprocessor;

  /**
   * Makes a cutter.
   *
   * @param rule how images are cut
   * @param preprocessor makes the base view and normalises the tiles
   */
  public TileCutter(TileRule rule, Preprocessor preprocessor) {
    this.rule = rule;
    this.preprocessor = preprocessor;
  }

  /** Where the image lies on its canvas, and its tiles. */
  public TileLayout layout(RgbImage image) {
    return TileLayout.of(rule, new PixelSize(image.height(), image.width()));
  }

  /**
   * The pixels of all views.
   *
   * @return of {@code tile} x {@code tile} each, the base view first; finite
   */
  public List<Pixels> pixels(RgbImage image) {
    List<Pixels> views = new ArrayList<>();
    views.add(preprocessor.pixels(image));
    for (RgbImage tile : tiles(image)) {
      views.add(preprocessor.normalised(tile));
    }
    return views;
  }

  /** The 8-bit tiles row by row, without the base view. */
  public List<RgbImage> tiles(RgbImage image) {
    TileLayout layout = layout(image);
    RgbImage scaled =
        new PillowResize(Resample.BICUBIC)
            .resize(image, layout.scaled().width(), layout.scaled().height());
    RgbImage canvas = Canvas.filled(layout.canvas().width(), layout.canvas().height(), 0, 0, 0);
    Canvas.paste(canvas, scaled, layout.left(), layout.top());
    List<RgbImage> tiles = new ArrayList<>();
    for (int row = 0; row < layout.rows(); row++) {
      for (int col = 0; col < layout.cols(); col++) {
        int side = rule.tile();
        tiles.add(Canvas.cut(canvas, col * side, row * side, side));
      }
    }
    return tiles;
  }
}
