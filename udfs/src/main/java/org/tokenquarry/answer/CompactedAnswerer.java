package org.tokenquarry.answer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.model.DecoderOutput;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.numeric.Rows;

/**
 * Tokens follow one another, whatever was dropped between them. What is shown of an image goes
 * through the decoder once for all questions, and equally long things together.
 */
final class CompactedAnswerer implements Answerer {

  private final LoadedModel model;
  private final Batching batching;

  CompactedAnswerer(LoadedModel model, Batching batching) {
    this.model = model;
    this.batching = batching;
  }

  @Override
  public Reply[][] replies(List<Given> shown, List<Prompted> questions) {
    Reply[][] replies = new Reply[shown.size()][questions.size()];
    int longest = questions.stream().mapToInt(q -> q.ids().length + q.maxTokens()).max().orElse(0);
    byLength(shown.size(), i -> shown.get(i).tokens().count())
        .forEach(
            (length, group) -> {
              int tokens = model.manifest().prompt().before().length + length + longest;
              int most = batching.sequences(model.manifest(), tokens);
              for (int from = 0; from < group.size(); from += most) {
                ask(
                    shown,
                    questions,
                    group.subList(from, Math.min(from + most, group.size())),
                    replies);
              }
            });
    return replies;
  }

  private void ask(
      List<Given> shown, List<Prompted> questions, List<Integer> group, Reply[][] replies) {
    try (NDManager scope = model.newScope()) {
      KvCache images = prefill(scope, group.stream().map(shown::get).toList());
      if (group.size() == 1) {
        // One past serves sequences of any batch, so equally long questions share a batch.
        askTogether(images, questions, replies[group.get(0)]);
        return;
      }
      for (int q = 0; q < questions.size(); q++) {
        List<Prompted> batch = Collections.nCopies(group.size(), questions.get(q));
        Reply[] answers = answer(images, batch);
        for (int i = 0; i < answers.length; i++) {
          replies[group.get(i)][q] = answers[i];
        }
      }
    }
  }

  private void askTogether(KvCache image, List<Prompted> questions, Reply[] replies) {
    for (List<Integer> batch :
        byLength(questions.size(), i -> questions.get(i).ids().length).values()) {
      Reply[] answers = answer(image, batch.stream().map(questions::get).toList());
      for (int i = 0; i < answers.length; i++) {
        replies[batch.get(i)] = answers[i];
      }
    }
  }

  private KvCache prefill(NDManager scope, List<Given> shown) {
    int tokens = shown.get(0).tokens().count();
    int dim = shown.get(0).tokens().dim();
    float[] values = new float[shown.size() * tokens * dim];
    for (int i = 0; i < shown.size(); i++) {
      System.arraycopy(shown.get(i).tokens().values(), 0, values, i * tokens * dim, tokens * dim);
    }
    NDArray visual = scope.create(values, new Shape(shown.size(), tokens, dim));
    return model.decoder().prefill(scope, visual, model.prefix());
  }

  /** Equally long questions, each with its own image or all with one. */
  private Reply[] answer(KvCache images, List<Prompted> batch) {
    int maxTokens = batch.stream().mapToInt(Prompted::maxTokens).max().orElseThrow();
    try (NDManager scope = model.newScope()) {
      NDList sequences = new NDList();
      for (Prompted question : batch) {
        sequences.add(model.decoder().embed(scope, question.ids()));
      }
      NDArray embeddings = NDArrays.stack(sequences);
      if (maxTokens == 0) {
        float[] logits = model.decoder().lastLogits(scope, embeddings, images).toFloatArray();
        return greedy(logits, batch.size(), 0).replies();
      }
      DecoderOutput output = model.decoder().forward(scope, embeddings, images);
      Greedy greedy = greedy(output.logits().toFloatArray(), batch.size(), maxTokens);
      while (greedy.goesOn()) {
        output = next(scope, greedy, output);
      }
      return greedy.replies();
    }
  }

  private DecoderOutput next(NDManager scope, Greedy greedy, DecoderOutput output) {
    try (NDArray said = model.decoder().embed(scope, greedy.last());
        NDArray step = said.expandDims(1);
        NDArray keys = output.cache().keys();
        NDArray values = output.cache().values()) {
      DecoderOutput longer = model.decoder().step(scope, step, new KvCache(keys, values));
      greedy.append(Rows.of(longer.logits().toFloatArray(), greedy.last().length));
      return longer;
    }
  }

  private Greedy greedy(float[] logits, int count, int maxTokens) {
    return new Greedy(Rows.of(logits, count), model.manifest().endIds(), maxTokens);
  }

  private static Map<Integer, List<Integer>> byLength(int count, IntUnaryOperator length) {
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    IntStream.range(0, count)
        .forEach(
            i -> groups.computeIfAbsent(length.applyAsInt(i), each -> new ArrayList<>()).add(i));
    return groups;
  }
}
