package org.tokenquarry.layerprune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.prune.Dart;
import org.tokenquarry.token.TokenMatrix;

class DartPrunerTest {

  private static final long[] QUESTION = {7, 3, 6};

  private static LoadedModel open(String name) {
    return LoadedModel.open(
        ModelBundle.open(TinyBundles.directory(name).toString()), ModelDevice.CPU);
  }

  private static LayerPass pass(LoadedModel model) {
    TokenMatrix tokens =
        model
            .vision()
            .tokens(TinyBundles.pixels(1, model.manifest().imageSize()))
            .get(0)
            .projected();
    return new LayerPass(model, tokens, QUESTION);
  }

  @Test
  void allTokensAreTheFullInput() {
    LayerPruner dart = LayerPruners.named("dart", LayerCalibration.NONE).orElseThrow();
    try (LoadedModel model = open("llava-tiny")) {
      assertThat(dart.serves(model.decoder())).isTrue();
      float[] full;
      try (LayerPass pass = pass(model)) {
        full = pass.logits();
      }
      try (LayerPass pass = pass(model)) {
        float[] logits = dart.logits(pass, pass.visual().length);
        for (int i = 0; i < full.length; i++) {
          assertThat(logits[i]).isCloseTo(full[i], within(1e-4f));
        }
      }
      assertThat(model.openScopes()).isZero();
    }
  }

  @Test
  void asManyAreLeftAsTheBudgetSaysWithThePivotsOfTheImageAmongThem() {
    try (LoadedModel model = open("llava-tiny")) {
      for (int budget : new int[] {1, 4, 9}) {
        int[] pivots;
        try (LayerPass pass = pass(model)) {
          TokenMatrix keys = pass.nextKeys();
          Dart.Prompt prompt =
              new Dart.Prompt(keys, keys, pass.firstVisual(), pass.visual().length);
          pivots =
              Arrays.stream(new Dart(4, 0).pivots(prompt))
                  .map(row -> row - pass.firstVisual())
                  .limit(budget)
                  .toArray();
        }
        try (LayerPass pass = pass(model)) {
          new DartPruner(Dart.PUBLISHED).logits(pass, budget);
          assertThat(pass.visual()).hasSize(budget).contains(pivots);
        }
      }
    }
  }

  @Test
  void anOlderBundleDoesNotServe() {
    try (LoadedModel model = open(TinyBundles.TINY)) {
      assertThat(new DartPruner(Dart.PUBLISHED).serves(model.decoder())).isFalse();
    }
  }
}
