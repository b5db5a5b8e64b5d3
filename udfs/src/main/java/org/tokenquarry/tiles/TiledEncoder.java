package org.tokenquarry.tiles;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.anyres.Packing;
import org.tokenquarry.anyres.TileRule;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * Cuts and encodes all views of an image, for a model that sees images as tiles. May be shared by
 * threads.
 */
public final class TiledEncoder {

  private final LoadedModel model;
  private final TileRule rule;
  private final TileCutter cutter;
  private final float[] newline;

  /**
   * Makes an encoder.
   *
   * @param model must stay open as long as the encoder is used; the caller closes it
   * @throws IllegalArgumentException if the model knows no tiles
   */
  public TiledEncoder(LoadedModel model) {
    BundleManifest manifest = model.manifest();
    if (manifest.anyres() == null) {
      throw new IllegalArgumentException("the model " + manifest.name() + " knows no tiles");
    }
    this.model = model;
    this.rule = manifest.anyres();
    this.cutter = new TileCutter(rule, new Preprocessor(manifest.preprocessing()));
    this.newline = rule.newline() ? model.newline().orElse(null) : null;
  }

  /**
   * The visual tokens of every view, the base view first, then the tiles row by row. Pruning takes
   * them as crops ({@link org.tokenquarry.prune.variant.FlattenedCrops}).
   *
   * @return {@code [N, D]} each
   */
  public List<TokenMatrix> views(RgbImage image) {
    List<TokenMatrix> views = new ArrayList<>();
    // One by one, because the last bits depend on the size of the batch.
    for (Pixels pixels : cutter.pixels(image)) {
      views.add(model.vision().tokens(List.of(pixels)).get(0).projected());
    }
    return views;
  }

  /**
   * The parts of an image that are pruned one by one: the base view, and the tiles, stitched to one
   * grid as the language model receives them. What an interpolated token of the grid has, such as
   * its attention, is the same weighted sum as its vector.
   *
   * @return the base view alone if the image is so thin that nothing of its tiles is left
   */
  public List<ImageFeatures> parts(RgbImage image) {
    List<ImageFeatures> views = new ArrayList<>();
    for (Pixels pixels : cutter.pixels(image)) {
      views.add(model.vision().imageFeatures(List.of(pixels)).get(0));
    }
    Packing packing = packing(image);
    ImageFeatures base = views.get(0);
    return TiledImage.hasTiles(packing) ? List.of(base, stitched(packing, views)) : List.of(base);
  }

  private static ImageFeatures stitched(Packing packing, List<ImageFeatures> views) {
    return new ImageFeatures(
        TiledImage.stitched(packing, views.stream().map(ImageFeatures::tokens).toList()),
        packing.stitched(views.stream().map(ImageFeatures::features).toList()),
        TiledImage.scalars(packing, views, ImageFeatures::clsAttention));
  }

  /** Cuts an image. Needs no native memory. */
  public TiledImage cut(RgbImage image) {
    return new TiledImage(cutter.pixels(image), packing(image), newline);
  }

  /** What is at each place of the packed sequence: a token of a view, or the newline. */
  public Packing packing(RgbImage image) {
    return Packing.of(rule, cutter.layout(image), model.manifest().grid());
  }

  /**
   * The sequence that the language model receives for the whole image.
   *
   * @return {@code [number of places, D]}
   */
  public TokenMatrix packed(RgbImage image) {
    return packing(image)
        .apply(views(image), model.newline().orElseGet(() -> new float[model.manifest().hidden()]));
  }
}
