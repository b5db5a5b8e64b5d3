package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The decoder's layers run one by one, and the work that the meter counts. */
class LayersTest {

  @Test
  void layersOneByOneGiveTheLogitsOfTheFullPass() {
    try (LoadedModel model = load();
        NDManager scope = model.newScope()) {
      NDArray input = embedded(model, scope);
      float[] expected =
          model.decoder().lastLogits(scope, input, model.decoder().empty(scope)).toFloatArray();
      NDArray states = input;
      long[] positions = LongStream.range(0, input.getShape().get(1)).toArray();
      for (int layer = 0; layer < model.manifest().layers(); layer++) {
        LayerOutput output = model.decoder().runLayers(scope, states, positions, layer, layer + 1);
        for (float sum : output.attention().sum(new int[] {-1}).toFloatArray()) {
          assertThat(sum).isCloseTo(1f, Offset.offset(1e-5f));
        }
        states = output.states();
      }
      assertThat(model.decoder().runsLayers()).isTrue();
      float[] found = model.decoder().logitsOf(scope, states).toFloatArray();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], Offset.offset(1e-4f));
      }
    }
  }

  @Test
  void theMeterCountsSequencesTokensAndOperations() {
    try (LoadedModel model = load();
        NDManager scope = model.newScope()) {
      DecoderShape shape = model.manifest().decoderShape().orElseThrow();
      NDArray input = embedded(model, scope);
      Work before = model.work();
      KvCache cache = model.decoder().prefill(scope, input, model.decoder().empty(scope));
      model.decoder().step(scope, input.get("0:1,0:1"), cache);
      model.vision().tokens(TinyBundles.pixels(2, 24));
      Work work = model.work().since(before);
      long tokens = input.getShape().get(1);
      assertThat(work.sequences()).isEqualTo(1);
      assertThat(work.tokens()).isEqualTo(tokens + 1);
      assertThat(work.images()).isEqualTo(2);
      long vision = 2 * model.manifest().visionShape().orElseThrow().image();
      assertThat(work.flops())
          .isEqualTo(shape.prefill(tokens, 0) + shape.forward(1, tokens) + vision);
      assertThat(work.nanoseconds()).isPositive();
    }
  }

  private static NDArray embedded(LoadedModel model, NDManager scope) {
    return model.decoder().embed(scope, model.manifest().prompt().after()).expandDims(0);
  }

  private static LoadedModel load() {
    String location = TinyBundles.directory(TinyBundles.TINY).toString();
    return LoadedModel.open(ModelBundle.open(location), ModelDevice.CPU);
  }
}
