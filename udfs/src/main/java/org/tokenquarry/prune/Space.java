package org.tokenquarry.prune;

import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/** The vectors of tokens that a pruner compares. */
public enum Space {

  /** {@code [N, D]}: visual tokens as the language model receives them, after the projector. */
  PROJECTED("") {
    @Override
    public TokenMatrix of(ImageFeatures image) {
      return image.tokens().projected();
    }
  },

  /** {@code [N, Dv]}: ViT features of the selected layer, before the projector. */
  VISION("-vision") {
    @Override
    public TokenMatrix of(ImageFeatures image) {
      return image.features();
    }
  };

  private final String suffix;

  Space(String suffix) {
    this.suffix = suffix;
  }

  /** The vectors of an image. */
  public abstract TokenMatrix of(ImageFeatures image);

  /** The name of a method in this space, such as {@code divprune-vision}. */
  public String named(String method) {
    return method + suffix;
  }
}
