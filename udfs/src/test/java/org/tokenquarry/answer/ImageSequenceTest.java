package org.tokenquarry.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.DecoderInput;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

class ImageSequenceTest {

  private static final Batching BATCHING = new Batching(4, 1 << 20);
  private static final QuestionPrompt QUESTION = new QuestionPrompt(new long[] {5, 6}, 0);

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "llava-tiny", "llava-next-tiny", "qwen2_5_vl-tiny"})
  void severalImagesAreOnePrompt(String bundle) {
    try (LoadedModel model =
        LoadedModel.open(
            ModelBundle.open(TinyBundles.directory(bundle).toString()), ModelDevice.CPU)) {
      List<ImageFeatures> images =
          Stream.of(TinyBundles.pixels(2, model.manifest().imageSize()))
              .map(pixels -> model.vision().imageFeatures(new float[][] {pixels}).get(0))
              .toList();
      TokenMatrix between = model.betweenImages();
      ImageSequence sequence =
          new ImageSequence(
              images.stream().map(image -> new ImageView(List.of(image), model.newline())).toList(),
              between);
      int count = images.get(0).tokens().grid().size();
      int newline = model.newline().isPresent() ? 1 : 0;
      assertThat(sequence.tokens()).isEqualTo(2 * count);
      assertThat(sequence.others()).isEqualTo(2 * newline + between.count());

      ShownTokens whole = sequence.shown(List.of(kept(count), kept(count)));
      int places = 2 * (count + newline) + between.count();
      assertThat(whole.places()).isEqualTo(places);
      assertThat(whole.positions()).containsExactly(IntStream.range(0, places).toArray());
      ShownTokens few =
          sequence.shown(
              List.of(new Pruned.Kept(new int[] {1}), new Pruned.Kept(new int[] {0, count - 1})));
      assertThat(few.positions()[0]).isEqualTo(1);
      assertThat(few.positions()).hasSize(3 + 2 * newline + between.count()).isSorted();
      assertThat(few.tokens().values())
          .containsExactly(whole.tokens().rows(few.positions()).values());
      assertThat(sequence.shown(List.of(kept(0), kept(count))).tokens().count())
          .as("of an image nothing may be left")
          .isEqualTo(count + 2 * newline + between.count());

      for (Positions positions : Positions.values()) {
        if (positions == Positions.COMPACTED || model.decoder().runsLayers()) {
          Answerer answerer =
              Answerer.of(model, positions, BATCHING, sequence.positions(model.manifest()));
          ModelAnswer[][] answers = answerer.answers(List.of(whole, few), List.of(QUESTION));
          assertClose(answers[0][0].logits(), inOnePass(model, sequence, whole));
          if (positions == Positions.COMPACTED) {
            assertClose(answers[1][0].logits(), inOnePass(model, sequence, few));
          }
        }
      }
    }
  }

  private static Pruned kept(int count) {
    return new Pruned.Kept(IntStream.range(0, count).toArray());
  }

  /** Without a cache: the whole prompt at once, at positions where the model wants them. */
  private static float[] inOnePass(LoadedModel model, ImageSequence sequence, ShownTokens shown) {
    try (NDManager scope = model.newScope()) {
      NDArray visual =
          scope.create(
              shown.tokens().values(), new Shape(shown.tokens().count(), shown.tokens().dim()));
      NDList parts =
          new NDList(
              model.decoder().embed(scope, model.manifest().prompt().before()),
              visual,
              model.decoder().embed(scope, QUESTION.ids()));
      DecoderInput input =
          DecoderInput.of(
              scope,
              NDArrays.concat(parts, 0).expandDims(0),
              sequence.positions(model.manifest()),
              rule -> rule.prompt(shown.positions(), QUESTION.ids().length));
      return model.decoder().lastLogits(scope, input, model.decoder().empty(scope)).toFloatArray();
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }
}
