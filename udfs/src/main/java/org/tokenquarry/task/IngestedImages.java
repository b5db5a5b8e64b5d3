package org.tokenquarry.task;

import org.tokenquarry.image.ImageDecoder;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.ImageFeatures;

/**
 * From the bytes of images that were ingested, and so are readable, to pixels and visual tokens.
 * Belongs to one thread.
 */
final class IngestedImages {

  private final LoadedModel model;
  private final ImageDecoder decoder;
  private final Preprocessor preprocessor;

  /**
   * Prepares the reading.
   *
   * @param model outlives this
   * @param limits those that the images were ingested with
   */
  IngestedImages(LoadedModel model, ImageLimits limits) {
    this.model = model;
    this.decoder = new ImageDecoder(limits);
    this.preprocessor = new Preprocessor(model.manifest().preprocessing());
  }

  /** {@code [3, H, W] float32}, as the model receives them. */
  float[] pixels(byte[] content) {
    try {
      return preprocessor.pixels(decoder.decode(content).image());
    } catch (UnreadableImageException e) {
      throw new IllegalStateException("an ingested image was readable when it was ingested", e);
    }
  }

  ImageFeatures features(float[] pixels) {
    return model.vision().imageFeatures(new float[][] {pixels}).get(0);
  }
}
