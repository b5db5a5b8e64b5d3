package org.tokenquarry.layerprune;

import org.tokenquarry.model.LanguageDecoder;
import org.tokenquarry.prune.Dart;
import org.tokenquarry.token.TokenMatrix;

/**
 * {@link Dart} inside the language model: after layer K it keeps the tokens that are least like a
 * few pivots.
 *
 * <p>Published: K = 2 of 32 layers. The budget counts the tokens after layer K, so it keeps exactly
 * as many; the published code keeps up to four more. The first K layers are computed in full.
 *
 * @param rule with the number of pivots
 */
public record DartPruner(Dart rule) implements LayerPruner {

  private static final int LAYERS = 2;

  @Override
  public String name() {
    return "dart";
  }

  @Override
  public String needs() {
    return "run_layers, logits_of, keys_of and norm_of";
  }

  @Override
  public boolean serves(LanguageDecoder decoder) {
    return decoder.runsLayers() && decoder.offersKeys();
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    int end = LayerPruner.scaled(LAYERS, pass.layers());
    if (end > 1) {
      pass.runTo(end - 1);
    }
    TokenMatrix keys = pass.nextKeys();
    pass.runTo(end);
    Dart.Prompt prompt =
        new Dart.Prompt(pass.normedStates(), keys, pass.firstVisual(), pass.visual().length);
    pass.keep(rule.exactly(prompt, rule.pivots(prompt), budget));
    return pass.logits();
  }
}
