package org.tokenquarry.answer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tokenquarry.model.LoadedModel;

/**
 * Tokens keep the positions that they have among all tokens. These differ between choices of
 * tokens, and {@code run_layers} takes one list of positions a call. So each sequence is run alone
 * and without a cache. There is no batch to halve; this serves comparison, not speed.
 */
final class SpacedAnswerer implements Answerer {

  private final LoadedModel model;

  SpacedAnswerer(LoadedModel model) {
    this.model = model;
  }

  @Override
  public ModelAnswer[][] answers(List<ShownTokens> shown, List<QuestionPrompt> questions) {
    return shown.stream()
        .map(
            each ->
                questions.stream()
                    .map(question -> answer(each, question))
                    .toArray(ModelAnswer[]::new))
        .toArray(ModelAnswer[][]::new);
  }

  private ModelAnswer answer(ShownTokens shown, QuestionPrompt question) {
    GreedyDecoding greedy =
        new GreedyDecoding(
            new float[][] {logits(shown, question.ids())},
            model.manifest().endIds(),
            question.maxTokens());
    long[] ids = question.ids();
    while (greedy.goesOn()) {
      ids = Arrays.copyOf(ids, ids.length + 1);
      ids[ids.length - 1] = greedy.last()[0];
      greedy.append(new float[][] {logits(shown, ids)});
    }
    return greedy.answers().get(0);
  }

  private float[] logits(ShownTokens shown, long[] after) {
    long[] before = model.manifest().prompt().before();
    try (NDManager scope = model.newScope()) {
      NDArray visual =
          scope.create(
              shown.tokens().values(), new Shape(shown.tokens().count(), shown.tokens().dim()));
      NDList parts = new NDList();
      if (before.length > 0) {
        parts.add(model.decoder().embed(scope, before));
      }
      parts.add(visual);
      parts.add(model.decoder().embed(scope, after));
      NDArray states = NDArrays.concat(parts, 0).expandDims(0);
      long[] positions = positions(before.length, shown, after.length);
      states =
          model
              .decoder()
              .runLayers(scope, states, positions, 0, model.manifest().layers())
              .states();
      return model.decoder().logitsOf(scope, states).toFloatArray();
    }
  }

  private static long[] positions(int before, ShownTokens shown, int after) {
    int all = before + shown.places();
    return LongStream.concat(
            LongStream.concat(
                LongStream.range(0, before),
                IntStream.of(shown.positions()).mapToLong(i -> before + i)),
            LongStream.range(all, all + after))
        .toArray();
  }
}
