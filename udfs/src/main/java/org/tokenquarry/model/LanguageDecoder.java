package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * The language model, {@code decoder.pt}. Safe for use by many threads.
 *
 * <p>Embeddings are {@code [B, T, D] float32}; positions go on where the past ends. Every result is
 * attached to the scope that is given; the caller closes it. A past is only read: it may belong to
 * a scope that lives longer. What does not fit is an {@link ai.djl.engine.EngineException}.
 */
public final class LanguageDecoder {

  private final ScriptModule module;
  private final BundleManifest manifest;

  LanguageDecoder(ScriptModule module, BundleManifest manifest) {
    this.module = module;
    this.manifest = manifest;
  }

  /**
   * Looks up input embeddings.
   *
   * @param ids T token ids, each in [0, V)
   * @return {@code [T, D] float32}
   * @throws IllegalArgumentException if an id is outside of the vocabulary
   */
  public NDArray embed(NDManager scope, long[] ids) {
    for (long id : ids) {
      // On a GPU an id beyond the table spoils the device for the whole process.
      if (id < 0 || id >= manifest.vocabulary()) {
        throw new IllegalArgumentException(
            "there is no token " + id + " in a vocabulary of " + manifest.vocabulary());
      }
    }
    try (NDArray input = scope.create(ids)) {
      return module.run(scope, "embed", input).singletonOrThrow();
    }
  }

  /** A cache of no positions, to begin with. */
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
    NDList output = module.run(scope, "prefill", embeddings, past.keys(), past.values());
    return new KvCache(output.get(0), output.get(1));
  }

  /**
   * Logits at the last position, and the extended cache.
   *
   * @param embeddings {@code [B, T, D]}
   * @param past of batch B or 1
   */
  public DecoderOutput forward(NDManager scope, NDArray embeddings, KvCache past) {
    NDList output = module.run(scope, "forward", embeddings, past.keys(), past.values());
    return new DecoderOutput(output.get(0), new KvCache(output.get(1), output.get(2)));
  }

  /**
   * The logits of {@link #forward} at less cost: no cache, and one position only in the last layer.
   *
   * @param embeddings {@code [B, T, D]}
   * @param past of batch B or 1
   * @return {@code [B, V] float32}
   */
  public NDArray lastLogits(NDManager scope, NDArray embeddings, KvCache past) {
    return module
        .run(scope, "last_logits", embeddings, past.keys(), past.values())
        .singletonOrThrow();
  }
}
