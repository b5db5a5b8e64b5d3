package org.tokenquarry.layerprune;

import java.util.List;
import java.util.Map;
import org.tokenquarry.model.LanguageDecoder;
import org.tokenquarry.prune.Dart;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
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

  /** Its constants: how many pivots. The layer is none: it belongs to the cost. */
  public static final TunableMethod<LayerPruner> TUNABLE =
      new TunableMethod<>(
          "dart",
          List.of(
              new Constant(
                  "image",
                  Dart.PUBLISHED.imagePivots(),
                  List.of(1.0, 2.0, 3.0, 6.0, 8.0, 12.0, 16.0),
                  Bounds.whole(1, 1_000_000)),
              new Constant(
                  "text",
                  Dart.PUBLISHED.textPivots(),
                  List.of(0.0, 1.0, 2.0, 3.0, 6.0, 8.0),
                  Bounds.whole(0, 1_000_000))),
          values -> new DartPruner(new Dart(values.whole("image"), values.whole("text"))));

  @Override
  public String name() {
    return TUNABLE.named(
        Map.of("image", (double) rule.imagePivots(), "text", (double) rule.textPivots()));
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
