package org.tokenquarry.layerprune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.TokenMatrix;

class TextAttentionTest {

  @Test
  void isTheMeanOverHeadsAndLayersOfTheLastRow() {
    String directory = TinyBundles.directory(TinyBundles.TINY).toString();
    try (LoadedModel model = LoadedModel.open(ModelBundle.open(directory), ModelDevice.CPU)) {
      TokenMatrix tokens = model.vision().tokens(TinyBundles.pixels(1, 24)).get(0).projected();
      long[] question = model.manifest().prompt().after();
      double[] found;
      try (LayerPass pass = new LayerPass(model, tokens, question)) {
        found = TextAttention.of(pass);
      }
      assertThat(found).hasSize(tokens.count());
      assertThat(found[3]).isCloseTo(spelledOut(model, tokens, question, 3), within(1e-6));
      assertThat(found[12]).isCloseTo(spelledOut(model, tokens, question, 12), within(1e-6));
    }
  }

  private static double spelledOut(
      LoadedModel model, TokenMatrix tokens, long[] question, int token) {
    long[] before = model.manifest().prompt().before();
    try (NDManager scope = model.newScope()) {
      NDArray visual = scope.create(tokens.values(), new Shape(tokens.count(), tokens.dim()));
      NDArray prompt =
          NDArrays.concat(
                  new NDList(
                      model.decoder().embed(scope, before),
                      visual,
                      model.decoder().embed(scope, question)))
              .expandDims(0);
      int length = (int) prompt.getShape().get(1);
      long[] positions = LongStream.range(0, length).toArray();
      double sum = 0;
      for (int layers = 1; layers <= model.manifest().layers(); layers++) {
        NDArray attention =
            model.decoder().runLayers(scope, prompt, positions, 0, layers).attention();
        sum +=
            attention
                .get(new NDIndex("0, :, {}, {}", length - 1, before.length + token))
                .mean()
                .getFloat();
      }
      return sum / model.manifest().layers();
    }
  }
}
