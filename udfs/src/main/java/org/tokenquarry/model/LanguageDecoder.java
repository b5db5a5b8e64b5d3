package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * The language model, {@code decoder.pt}. Safe for use by many threads.
 *
 * <p>Embeddings are {@code [B, T, D] float32}; positions continue where the past ends. Every result
 * belongs to the given scope, which the caller closes. A past is only read and may belong to
 * another scope. Shapes that do not fit cause an {@link ai.djl.engine.EngineException}.
 */
public final class LanguageDecoder {

  private final ScriptModule module;
  private final BundleManifest manifest;
  private final WorkMeter meter;

  LanguageDecoder(ScriptModule module, BundleManifest manifest, WorkMeter meter) {
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

  /** A cache without positions, as the past of the first positions. */
  public KvCache empty(NDManager scope) {
    Shape shape = new Shape(manifest.layers(), 1, manifest.kvHeads(), 0, manifest.headDim());
    return new KvCache(scope.zeros(shape, DataType.FLOAT32), scope.zeros(shape, DataType.FLOAT32));
  }

  /**
   * Extends a cache without computing logits.
   *
   * @param embeddings {@code [B, T, D]}
   * @param past of batch B or 1
   */
  public KvCache prefill(NDManager scope, NDArray embeddings, KvCache past) {
    Work work = work(embeddings, past, 1, DecoderShape::prefill);
    NDList output = run(work, scope, "prefill", embeddings, past);
    return new KvCache(output.get(0), output.get(1));
  }

  /**
   * Logits at the last position, and the extended cache.
   *
   * @param embeddings {@code [B, T, D]}
   * @param past of batch B or 1
   */
  public DecoderOutput forward(NDManager scope, NDArray embeddings, KvCache past) {
    return forward(work(embeddings, past, 1, DecoderShape::forward), scope, embeddings, past);
  }

  /**
   * One more position of sequences that were run before. The same as {@link #forward}, but the
   * sequences are not counted again.
   *
   * @param embeddings {@code [B, 1, D]}
   * @param past of batch B or 1
   */
  public DecoderOutput step(NDManager scope, NDArray embeddings, KvCache past) {
    return forward(work(embeddings, past, 0, DecoderShape::forward), scope, embeddings, past);
  }

  private DecoderOutput forward(Work work, NDManager scope, NDArray embeddings, KvCache past) {
    NDList output = run(work, scope, "forward", embeddings, past);
    return new DecoderOutput(output.get(0), new KvCache(output.get(1), output.get(2)));
  }

  /**
   * The logits of {@link #forward} at lower cost: without a cache, and with only one position in
   * the last layer.
   *
   * @param embeddings {@code [B, T, D]}
   * @param past of batch B or 1
   * @return {@code [B, V] float32}
   */
  public NDArray lastLogits(NDManager scope, NDArray embeddings, KvCache past) {
    Work work = work(embeddings, past, 1, DecoderShape::lastLogits);
    return run(work, scope, "last_logits", embeddings, past).singletonOrThrow();
  }

  /**
   * Says whether {@link #runLayers} and {@link #logitsOf} can be called; not every bundle offers
   * them.
   */
  public boolean runsLayers() {
    return module.offers("run_layers") && module.offers("logits_of");
  }

  /**
   * Runs some layers, without a cache.
   *
   * @param states {@code [B, T, D]}; embeddings where {@code first} is 0
   * @param positions T positions, ascending, possibly with gaps
   * @param first the first layer, from 0
   * @param end the layer after the last one, at most L
   * @return the states after these layers, and the attention in the last of them
   */
  public LayerOutput runLayers(
      NDManager scope, NDArray states, long[] positions, int first, int end) {
    long batch = states.getShape().get(0);
    long flops =
        manifest
            .decoderShape()
            .map(shape -> batch * shape.someLayers(positions.length, end - first))
            .orElse(0L);
    long started = first == 0 ? batch : 0;
    Work work = Work.ofDecoder(started, started * positions.length, flops);
    try (NDArray places = scope.create(positions)) {
      NDList output = meter.count(work, () -> module.runLayers(scope, states, places, first, end));
      return new LayerOutput(output.get(0), output.get(1));
    }
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
   * The keys of a layer, which {@link #runLayers} computes too and does not return.
   *
   * @param states {@code [B, T, D]}: the input of the layer
   * @param positions T positions, ascending, possibly with gaps
   * @param layer from 0
   * @return {@code [B, T, K * d] float32}: after rotation, heads side by side
   */
  public NDArray keysOf(NDManager scope, NDArray states, long[] positions, int layer) {
    try (NDArray places = scope.create(positions)) {
      return meter.count(Work.NONE, () -> module.keysOf(scope, states, places, layer));
    }
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

  private NDList run(Work work, NDManager scope, String method, NDArray embeddings, KvCache past) {
    return meter.count(
        work, () -> module.run(scope, method, embeddings, past.keys(), past.values()));
  }

  /** How many operations one sequence costs. */
  @FunctionalInterface
  private interface Cost {
    long flops(DecoderShape shape, long tokens, long past);
  }

  private Work work(NDArray embeddings, KvCache past, int started, Cost cost) {
    long batch = embeddings.getShape().get(0);
    long tokens = embeddings.getShape().get(1);
    long each =
        manifest.decoderShape().map(shape -> cost.flops(shape, tokens, past.length())).orElse(0L);
    return Work.ofDecoder(batch * started, batch * tokens, batch * each);
  }
}
