package org.tokenquarry.proof;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.DecoderInput;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.PromptPositions;
import org.tokenquarry.token.TokenMatrix;

/** Sequences of the experiments' prompt with some visual tokens of one image. */
final class PromptSequences {

  /** Stands for the pad embedding among visual tokens. */
  static final int PAD = -1;

  private final LoadedModel model;
  private final TokenMatrix visual;

  PromptSequences(LoadedModel model, TokenMatrix visual) {
    this.model = model;
    this.visual = visual;
  }

  /**
   * The embeddings of one sequence.
   *
   * @param scope owns the result
   * @param tokens visual tokens, or {@link #PAD}
   * @return {@code [1, T, D] float32}
   */
  private NDArray embeddings(NDManager scope, List<Integer> tokens) {
    long[] before = model.manifest().prompt().before();
    long[] after = model.manifest().prompt().after();
    int dim = visual.dim();
    float[] values = new float[length(tokens) * dim];
    embed(before, values, 0);
    float[] pad = new float[dim];
    embed(new long[] {model.manifest().padId()}, pad, 0);
    for (int i = 0; i < tokens.size(); i++) {
      float[] row = tokens.get(i) == PAD ? pad : visual.row(tokens.get(i));
      System.arraycopy(row, 0, values, (before.length + i) * dim, dim);
    }
    embed(after, values, (before.length + tokens.size()) * dim);
    return scope.create(values, new Shape(1, values.length / dim, dim));
  }

  /**
   * One sequence at its positions.
   *
   * @param scope owns the result
   * @param tokens visual tokens, or {@link #PAD}
   * @param places the visual tokens in whose places they stand
   */
  DecoderInput input(NDManager scope, List<Integer> tokens, List<Integer> places) {
    NDArray embeddings = embeddings(scope, tokens);
    int[] stand = places.stream().mapToInt(place -> place).toArray();
    int after = model.manifest().prompt().after().length;
    return DecoderInput.of(
        scope, embeddings, PromptPositions.of(model.manifest()), rule -> rule.prompt(stand, after));
  }

  /** How many positions a sequence has, with the prompt. */
  int length(List<Integer> tokens) {
    BundleManifest.Prompt prompt = model.manifest().prompt();
    return prompt.before().length + tokens.size() + prompt.after().length;
  }

  private void embed(long[] ids, float[] values, int offset) {
    if (ids.length == 0) {
      return;
    }
    try (NDManager scope = model.newScope()) {
      float[] rows = model.decoder().embed(scope, ids).toFloatArray();
      System.arraycopy(rows, 0, values, offset, rows.length);
    }
  }

  /**
   * Logits {@code [V]} of the last position.
   *
   * @param places as in {@link #input}
   */
  float[] logits(List<Integer> tokens, List<Integer> places) {
    try (NDManager scope = model.newScope()) {
      DecoderInput input = input(scope, tokens, places);
      return model.decoder().lastLogits(scope, input, model.decoder().empty(scope)).toFloatArray();
    }
  }
}
