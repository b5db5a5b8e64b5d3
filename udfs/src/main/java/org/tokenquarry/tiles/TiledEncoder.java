package org.tokenquarry.tiles;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.anyres.Packing;
import org.tokenquarry.anyres.TileRule;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.TokenMatrix;

/**
 * Encodes all views of an image, for a model that sees images as tiles. Experiments use the base
 * view alone. May be shared by threads.
 */
public final class TiledEncoder {

  private final LoadedModel model;
  private final TileRule rule;
  private final TileCutter cutter;

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
    for (float[] pixels : cutter.pixels(image)) {
      views.add(model.vision().tokens(new float[][] {pixels}).get(0).projected());
    }
    return views;
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
    return packing(image).apply(views(image), newline());
  }

  private float[] newline() {
    if (!rule.newline()) {
      return new float[model.manifest().hidden()];
    }
    try (NDManager scope = model.newScope()) {
      return model.decoder().newline(scope).toFloatArray();
    }
  }
}
