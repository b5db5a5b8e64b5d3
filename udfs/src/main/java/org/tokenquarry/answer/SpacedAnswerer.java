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
 * Tokens keep the positions they have among all tokens. Those differ from one choice of tokens to
 * the next, and the layers take one list of positions a call, so each sequence is run by itself and
 * without a cache: this is for comparison, not for speed.
 */
final class SpacedAnswerer implements Answerer {

  private final LoadedModel model;

  SpacedAnswerer(LoadedModel model) {
    this.model = model;
  }

  @Override
  public Reply[][] replies(List<Given> shown, List<Prompted> questions) {
    return shown.stream()
        .map(
            given ->
                questions.stream().map(question -> reply(given, question)).toArray(Reply[]::new))
        .toArray(Reply[][]::new);
  }

  private Reply reply(Given given, Prompted question) {
    Greedy greedy =
        new Greedy(
            new float[][] {logits(given, question.ids())},
            model.manifest().endIds(),
            question.maxTokens());
    long[] said = question.ids();
    while (greedy.goesOn()) {
      said = Arrays.copyOf(said, said.length + 1);
      said[said.length - 1] = greedy.last()[0];
      greedy.append(new float[][] {logits(given, said)});
    }
    return greedy.replies()[0];
  }

  private float[] logits(Given given, long[] after) {
    long[] before = model.manifest().prompt().before();
    try (NDManager scope = model.newScope()) {
      NDArray visual =
          scope.create(
              given.tokens().values(), new Shape(given.tokens().count(), given.tokens().dim()));
      NDList parts = new NDList();
      if (before.length > 0) {
        parts.add(model.decoder().embed(scope, before));
      }
      parts.add(visual);
      parts.add(model.decoder().embed(scope, after));
      NDArray states = NDArrays.concat(parts, 0).expandDims(0);
      long[] positions = positions(before.length, given.positions(), after.length);
      states =
          model
              .decoder()
              .runLayers(scope, states, positions, 0, model.manifest().layers())
              .states();
      return model.decoder().logitsOf(scope, states).toFloatArray();
    }
  }

  private long[] positions(int before, int[] kept, int after) {
    int all = before + model.manifest().grid().size();
    return LongStream.concat(
            LongStream.concat(
                LongStream.range(0, before), IntStream.of(kept).mapToLong(i -> before + i)),
            LongStream.range(all, all + after))
        .toArray();
  }
}
