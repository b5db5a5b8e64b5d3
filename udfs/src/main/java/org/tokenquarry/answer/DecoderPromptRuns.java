package org.tokenquarry.answer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.tokenquarry.model.DecoderOutput;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.numeric.Rows;

/** Runs on the decoder; the prompt before the image is run once for a model. */
final class DecoderPromptRuns implements PromptRuns {

  private final LoadedModel model;

  DecoderPromptRuns(LoadedModel model) {
    this.model = model;
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
    return model.decoder().prefill(scope, visual, model.prefix());
  }

  @Override
  public List<ModelAnswer> answer(KvCache images, List<QuestionPrompt> questions) {
    int maxTokens = questions.stream().mapToInt(QuestionPrompt::maxTokens).max().orElseThrow();
    try (NDManager scope = model.newScope()) {
      NDList sequences = new NDList();
      for (QuestionPrompt question : questions) {
        sequences.add(model.decoder().embed(scope, question.ids()));
      }
      NDArray embeddings = NDArrays.stack(sequences);
      if (maxTokens == 0) {
        float[] logits = model.decoder().lastLogits(scope, embeddings, images).toFloatArray();
        return greedy(logits, questions.size(), 0).answers();
      }
      DecoderOutput output = model.decoder().forward(scope, embeddings, images);
      GreedyDecoding greedy = greedy(output.logits().toFloatArray(), questions.size(), maxTokens);
      while (greedy.goesOn()) {
        output = next(scope, greedy, output);
      }
      return greedy.answers();
    }
  }

  private DecoderOutput next(NDManager scope, GreedyDecoding greedy, DecoderOutput output) {
    try (NDArray said = model.decoder().embed(scope, greedy.last());
        NDArray step = said.expandDims(1);
        NDArray keys = output.cache().keys();
        NDArray values = output.cache().values()) {
      DecoderOutput longer = model.decoder().step(scope, step, new KvCache(keys, values));
      greedy.append(Rows.of(longer.logits().toFloatArray(), greedy.last().length));
      return longer;
    }
  }

  private GreedyDecoding greedy(float[] logits, int count, int maxTokens) {
    return new GreedyDecoding(Rows.of(logits, count), model.manifest().endIds(), maxTokens);
  }
}
