package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Optional;
import java.util.function.Function;

/**
 * New tokens for the decoder; belongs to the scope that its arrays were made in.
 *
 * @param embeddings {@code [B, T, D] float32}
 * @param positions {@code [1 or B, 3, T] int64}; null where the decoder counts on from the past
 */
public record DecoderInput(NDArray embeddings, NDArray positions) {

  private static final int TOKENS = 2;

  /** Tokens whose positions continue where the past ends. */
  public static DecoderInput counted(NDArray embeddings) {
    return new DecoderInput(embeddings, null);
  }

  /**
   * Tokens at given positions.
   *
   * @param scope owns the array of positions
   * @param positions {@code [1 or B][T][3]}, see {@link PromptPositions}
   */
  public static DecoderInput at(NDManager scope, NDArray embeddings, long[][]... positions) {
    return new DecoderInput(embeddings, PromptPositions.array(scope, positions));
  }

  /**
   * Tokens at the positions that a rule gives them; without a rule they are counted.
   *
   * @param scope owns the array of positions
   * @param rule of the bundle, see {@link PromptPositions#of}
   * @param positions {@code [T][3]}, the same for all sequences
   */
  public static DecoderInput of(
      NDManager scope,
      NDArray embeddings,
      Optional<PromptPositions> rule,
      Function<PromptPositions, long[][]> positions) {
    return rule.map(places -> at(scope, embeddings, positions.apply(places)))
        .orElseGet(() -> counted(embeddings));
  }

  /** T. */
  public long length() {
    return embeddings.getShape().get(1);
  }

  /**
   * Some of the tokens.
   *
   * @param scope owns the result
   * @param from the first of them
   * @param to behind the last of them
   */
  public DecoderInput tokens(NDManager scope, long from, long to) {
    NDIndex rows = new NDIndex().addAllDim().addSliceDim(from, to);
    NDIndex columns = new NDIndex().addAllDim(TOKENS).addSliceDim(from, to);
    return new DecoderInput(
        embeddings.get(scope, rows), positions == null ? null : positions.get(scope, columns));
  }

  /**
   * One of the sequences, and one more token at the next position.
   *
   * @param scope owns the result
   * @param sequence its number in the batch
   * @param token {@code [1, D]}
   */
  public DecoderInput followed(NDManager scope, int sequence, NDArray token) {
    NDArray own = embeddings.get(scope, sequence);
    NDArray longer = NDArrays.concat(new NDList(own, token), 0).expandDims(0);
    if (positions == null) {
      return counted(longer);
    }
    NDArray places = positions.get(scope, positions.getShape().get(0) == 1 ? 0 : sequence);
    NDArray next = places.get(scope, new NDIndex().addAllDim().addSliceDim(length() - 1, length()));
    NDList both = new NDList(places, next.add(1));
    return new DecoderInput(longer, NDArrays.concat(both, 1).expandDims(0));
  }
}
