package org.tokenquarry.layerprune;

/**
 * Drops visual tokens between the layers of the language model. Published layers are of models with
 * 32 layers; in others the nearest proportional ones are taken.
 */
public interface LayerPruner {

  /** Layers of the models that published settings are for. */
  int PUBLISHED_LAYERS = 32;

  /** A stable lower-case name for tables and reports. */
  String name();

  /**
   * Answers.
   *
   * @param pass a prompt that no layer has seen
   * @param budget how many visual tokens are to be left, as each method reads it
   * @return {@code [V]}: logits of the first answer token
   */
  float[] logits(LayerPass pass, int budget);

  /**
   * A layer of a 32-layer model in one of another depth.
   *
   * @param published how many layers come before
   * @param layers L
   * @return in [1, L - 1], or 1 where L is 1
   */
  static int scaled(int published, int layers) {
    long proportional = Math.round((double) published * layers / PUBLISHED_LAYERS);
    return (int) Math.max(1, Math.min(layers - 1, proportional));
  }
}
