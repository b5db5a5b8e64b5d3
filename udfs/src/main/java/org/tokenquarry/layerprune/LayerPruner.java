package org.tokenquarry.layerprune;

import org.tokenquarry.model.LanguageDecoder;

/**
 * Drops visual tokens between the layers of the language model. Published layers are for models
 * with 32 layers; other models take the nearest proportional layers.
 */
public interface LayerPruner {

  /** The number of layers that published settings are for. */
  int PUBLISHED_LAYERS = 32;

  /** A stable lower-case name for tables and reports. */
  String name();

  /** The methods of {@code decoder.pt} that it calls, as words of a sentence. */
  default String needs() {
    return "run_layers and logits_of";
  }

  /** Says whether a decoder has them. */
  default boolean serves(LanguageDecoder decoder) {
    return decoder.runsLayers();
  }

  /**
   * Answers a prompt.
   *
   * @param pass that has run no layer yet
   * @param budget how many visual tokens to keep; each method says in which layers
   * @return {@code [V]}: logits of the first answer token
   */
  float[] logits(LayerPass pass, int budget);

  /**
   * Converts a layer of a 32-layer model to a model of another depth.
   *
   * @param published how many layers come before it in the 32-layer model
   * @param layers L
   * @return in [1, L - 1], or 1 where L is 1
   */
  static int scaled(int published, int layers) {
    long proportional = Math.round((double) published * layers / PUBLISHED_LAYERS);
    return (int) Math.max(1, Math.min(layers - 1, proportional));
  }
}
