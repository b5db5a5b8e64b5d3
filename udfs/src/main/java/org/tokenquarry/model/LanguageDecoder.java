package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * The language model, {@code decoder.pt}. Safe for use by many threads.
 *
 * <p>Embeddings are {@code [B, T, D] float32}. Positions continue where the past ends, unless they
 * are given; only a bundle whose {@link PositionRule} is not a count takes them. Every result
 * belongs to the given scope, which the caller closes. A past is only read and may belong to
 * another scope. Shapes that do not fit cause an {@link ai.djl.engine.EngineException}.
 */
public final class LanguageDecoder {

  private final ModelModule module;
  private final BundleManifest manifest;
  private final WorkMeter meter;

  LanguageDecoder(ModelModule module, BundleManifest manifest, WorkMeter meter) {
    this.module = module;
    this.manifest = manifest;
    this.meter = meter;
  }

  /**
   * Looks up input embeddings.
   *
   * @param ids T token ids, each in [0, V)
   * @return {@code [T, D] float32}
   * @throws IllegalArgumentException if an id is outside the vocabulary
   */
  public NDArray embed(NDManager scope, long[] ids) {
    for (long id : ids) {
      // On a GPU an id outside the table makes the device unusable for the whole process.
      if (id < 0 || id >= manifest.vocabulary()) {
        throw new IllegalArgumentException(
            "there is no token " + id + " in a vocabulary of " + manifest.vocabulary());
      }
    }
    try (NDArray input = scope.create(ids)) {
      return module.run(scope, "embed", input).singletonOrThrow();
    }
  }

  /**
   * What comes behind the visual tokens when a question is asked about one view. Models with tiles
   * (LLaVA-NeXT, LLaVA-OneVision) were trained and evaluated with a newline there.
   *
   * @param ids T token ids of the text behind the image
   * @return {@code [T + E, D] float32}, E as {@link #endOfImage}
   */
  public NDArray embedBehindImage(NDManager scope, long[] ids) {
    NDArray text = embed(scope, ids);
    return hasNewline() ? NDArrays.concat(new NDList(newline(scope).expandDims(0), text), 0) : text;
  }

  /** How many newlines {@link #embedBehindImage} puts before the text: 1 or 0. */
  public int endOfImage() {
    return hasNewline() ? 1 : 0;
  }

  /** A cache without positions, as the past of the first positions. */
  public KvCache empty(NDManager scope) {
    Shape shape = new Shape(manifest.layers(), 1, manifest.kvHeads(), 0, manifest.headDim());
    return new KvCache(scope.zeros(shape, DataType.FLOAT32), scope.zeros(shape, DataType.FLOAT32));
  }

  /** {@link #prefill(NDManager, DecoderInput, KvCache)} at positions that continue the past. */
  public KvCache prefill(NDManager scope, NDArray embeddings, KvCache past) {
    return prefill(scope, DecoderInput.counted(embeddings), past);
  }

  /**
   * Extends a cache without computing logits.
   *
   * @param input {@code [B, T, D]}
   * @param past of batch B or 1
   */
  public KvCache prefill(NDManager scope, DecoderInput input, KvCache past) {
    Work work = work(input, past, 1, DecoderShape::prefill);
    NDList output = run(work, scope, "prefill", input, past);
    return new KvCache(output.get(0), output.get(1));
  }

  /** {@link #forward(NDManager, DecoderInput, KvCache)} at positions that continue the past. */
  public DecoderOutput forward(NDManager scope, NDArray embeddings, KvCache past) {
    return forward(scope, DecoderInput.counted(embeddings), past);
  }

  /**
   * Logits at the last position, and the extended cache.
   *
   * @param input {@code [B, T, D]}
   * @param past of batch B or 1
   */
  public DecoderOutput forward(NDManager scope, DecoderInput input, KvCache past) {
    return forward(work(input, past, 1, DecoderShape::forward), scope, input, past);
  }

  /** {@link #step(NDManager, DecoderInput, KvCache)} at the position that continues the past. */
  public DecoderOutput step(NDManager scope, NDArray embeddings, KvCache past) {
    return step(scope, DecoderInput.counted(embeddings), past);
  }

  /**
   * One more position of sequences that were run before. The same as {@link #forward(NDManager,
   * DecoderInput, KvCache)}, but the sequences are not counted again.
   *
   * @param input {@code [B, 1, D]}
   * @param past of batch B or 1
   */
  public DecoderOutput step(NDManager scope, DecoderInput input, KvCache past) {
    return forward(work(input, past, 0, DecoderShape::forward), scope, input, past);
  }

  private DecoderOutput forward(Work work, NDManager scope, DecoderInput input, KvCache past) {
    NDList output = run(work, scope, "forward", input, past);
    return new DecoderOutput(output.get(0), new KvCache(output.get(1), output.get(2)));
  }

  /** {@link #lastLogits(NDManager, DecoderInput, KvCache)} at positions that continue the past. */
  public NDArray lastLogits(NDManager scope, NDArray embeddings, KvCache past) {
    return lastLogits(scope, DecoderInput.counted(embeddings), past);
  }

  /**
   * The logits of {@link #forward(NDManager, DecoderInput, KvCache)} at lower cost: without a
   * cache, and with only one position in the last layer.
   *
   * @param input {@code [B, T, D]}
   * @param past of batch B or 1
   * @return {@code [B, V] float32}
   */
  public NDArray lastLogits(NDManager scope, DecoderInput input, KvCache past) {
    Work work = work(input, past, 1, DecoderShape::lastLogits);
    return run(work, scope, "last_logits", input, past).singletonOrThrow();
  }

  /**
   * Says whether {@link #runLayers(NDManager, DecoderInput, int, int)} and {@link #logitsOf} can be
   * called; not every bundle offers them.
   */
  public boolean runsLayers() {
    return module.offers("run_layers") && module.offers("logits_of");
  }

  /**
   * Runs some layers, without a cache, at positions of one part.
   *
   * @param states {@code [B, T, D]}; embeddings where {@code first} is 0
   * @param positions T positions, ascending, possibly with gaps
   * @param first the first layer, from 0
   * @param end the layer after the last one, at most L
   * @return the states after these layers, and the attention in the last of them
   */
  public LayerOutput runLayers(
      NDManager scope, NDArray states, long[] positions, int first, int end) {
    try (NDArray places = scope.create(positions)) {
      return runLayers(scope, new DecoderInput(states, places), first, end);
    }
  }

  /**
   * Runs some layers, without a cache.
   *
   * @param input states {@code [B, T, D]}, embeddings where {@code first} is 0; its positions are
   *     {@code [T]} where the decoder counts, else {@code [1 or B, 3, T]}
   * @param first the first layer, from 0
   * @param end the layer after the last one, at most L
   * @return the states after these layers, and the attention in the last of them
   */
  public LayerOutput runLayers(NDManager scope, DecoderInput input, int first, int end) {
    long batch = input.embeddings().getShape().get(0);
    long flops =
        manifest
            .decoderShape()
            .map(shape -> batch * shape.someLayers(input.length(), end - first))
            .orElse(0L);
    long started = first == 0 ? batch : 0;
    Work work = Work.ofDecoder(started, started * input.length(), flops);
    NDList output =
        meter.count(
            work, () -> module.runLayers(scope, input.embeddings(), input.positions(), first, end));
    return new LayerOutput(output.get(0), output.get(1));
  }

  /**
   * The logits of states that have passed every layer.
   *
   * @param states {@code [B, T, D]}
   * @return {@code [B, V] float32}, at the last position
   */
  public NDArray logitsOf(NDManager scope, NDArray states) {
    return module.run(scope, "logits_of", states).singletonOrThrow();
  }

  /**
   * Says whether {@link #keysOf} and {@link #normOf} can be called; not every bundle offers them.
   */
  public boolean offersKeys() {
    return module.offers("keys_of") && module.offers("norm_of");
  }

  /**
   * The keys of a layer, which {@link #runLayers(NDManager, DecoderInput, int, int)} computes too
   * and does not return.
   *
   * @param input the input of the layer, and positions as there
   * @param layer from 0
   * @return {@code [B, T, K * d] float32}: after rotation, heads side by side
   */
  public NDArray keysOf(NDManager scope, DecoderInput input, int layer) {
    return meter.count(
        Work.NONE, () -> module.keysOf(scope, input.embeddings(), input.positions(), layer));
  }

  /**
   * The final norm, of states of any layer.
   *
   * @param states {@code [B, T, D]}
   * @return {@code [B, T, D] float32}
   */
  public NDArray normOf(NDManager scope, NDArray states) {
    return module.run(scope, "norm_of", states).singletonOrThrow();
  }

  /** Says whether {@link #newline} can be called; models without tiles have no newline. */
  public boolean hasNewline() {
    return module.offers("newline");
  }

  /**
   * The learned vector that follows each row of stitched tiles.
   *
   * @return {@code [D] float32}
   */
  public NDArray newline(NDManager scope) {
    return module.run(scope, "newline").singletonOrThrow();
  }

  private NDList run(Work work, NDManager scope, String method, DecoderInput input, KvCache past) {
    NDArray embeddings = input.embeddings();
    NDArray positions = input.positions();
    return meter.count(
        work,
        () ->
            positions == null
                ? module.run(scope, method, embeddings, past.keys(), past.values())
                : module.run(scope, method, embeddings, past.keys(), past.values(), positions));
  }

  /** How many operations one sequence costs. */
  @FunctionalInterface
  private interface Cost {
    long flops(DecoderShape shape, long tokens, long past);
  }

  private Work work(DecoderInput input, KvCache past, int started, Cost cost) {
    long batch = input.embeddings().getShape().get(0);
    long tokens = input.length();
    long each =
        manifest.decoderShape().map(shape -> cost.flops(shape, tokens, past.length())).orElse(0L);
    return Work.ofDecoder(batch * started, batch * tokens, batch * each);
  }
}
