package org.tokenquarry.answer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.tokenquarry.model.DecoderInput;
import org.tokenquarry.model.DecoderOutput;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.PromptPositions;
import org.tokenquarry.numeric.Rows;

/**
 * Runs on the decoder; the prompt before the image is run once for a model. Where the decoder does
 * not count positions, tokens and question have those that they have in the whole image.
 */
final class DecoderPromptRuns implements PromptRuns {

  private final LoadedModel model;
  private final Optional<PromptPositions> positions;

  DecoderPromptRuns(LoadedModel model, Optional<PromptPositions> positions) {
    this.model = model;
    this.positions = positions;
  }

  @Override
  public KvCache prefill(NDManager scope, List<ShownTokens> shown) {
    int tokens = shown.get(0).tokens().count();
    int dim = shown.get(0).tokens().dim();
    float[] values = new float[shown.size() * tokens * dim];
    for (int i = 0; i < shown.size(); i++) {
      System.arraycopy(shown.get(i).tokens().values(), 0, values, i * tokens * dim, tokens * dim);
    }
    NDArray visual = scope.create(values, new Shape(shown.size(), tokens, dim));
    DecoderInput input =
        positions
            .map(places -> DecoderInput.at(scope, visual, places(places, shown)))
            .orElseGet(() -> DecoderInput.counted(visual));
    return model.decoder().prefill(scope, input, model.prefix());
  }

  private static long[][][] places(PromptPositions positions, List<ShownTokens> shown) {
    return shown.stream().map(each -> positions.visual(each.positions())).toArray(long[][][]::new);
  }

  /** Tokens behind the image, from the {@code first} of them on. */
  private DecoderInput behind(NDManager scope, NDArray embeddings, int first) {
    int count = Math.toIntExact(embeddings.getShape().get(1));
    return DecoderInput.of(scope, embeddings, positions, places -> places.after(first, count));
  }

  @Override
  public List<ModelAnswer> answer(KvCache images, List<QuestionPrompt> questions) {
    int maxTokens = questions.stream().mapToInt(QuestionPrompt::maxTokens).max().orElseThrow();
    try (NDManager scope = model.newScope()) {
      NDList sequences = new NDList();
      for (QuestionPrompt question : questions) {
        sequences.add(model.decoder().embed(scope, question.ids()));
      }
      DecoderInput input = behind(scope, NDArrays.stack(sequences), 0);
      if (maxTokens == 0) {
        float[] logits = model.decoder().lastLogits(scope, input, images).toFloatArray();
        return greedy(logits, questions.size(), 0).answers();
      }
      DecoderOutput output = model.decoder().forward(scope, input, images);
      GreedyDecoding greedy = greedy(output.logits().toFloatArray(), questions.size(), maxTokens);
      int length = Math.toIntExact(input.length());
      for (int said = 0; greedy.goesOn(); said++) {
        output = next(scope, greedy, output, length + said);
      }
      return greedy.answers();
    }
  }

  private DecoderOutput next(
      NDManager scope, GreedyDecoding greedy, DecoderOutput output, int place) {
    try (NDArray said = model.decoder().embed(scope, greedy.last());
        NDArray step = said.expandDims(1);
        NDArray keys = output.cache().keys();
        NDArray values = output.cache().values()) {
      DecoderInput input = behind(scope, step, place);
      DecoderOutput longer = model.decoder().step(scope, input, new KvCache(keys, values));
      greedy.append(Rows.of(longer.logits().toFloatArray(), greedy.last().length));
      return longer;
    }
  }

  private GreedyDecoding greedy(float[] logits, int count, int maxTokens) {
    return new GreedyDecoding(Rows.of(logits, count), model.manifest().endIds(), maxTokens);
  }
}
