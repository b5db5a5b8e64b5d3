package org.tokenquarry.jobs.plan;

import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.DecoderShape;

/**
 * Memory of the device while one task mines, in bytes. What the library itself takes (CUDA: 0.5 to
 * 1 GB) and what its allocator leaves unused come on top.
 *
 * @param weights of the whole model, once for all tasks that share the device
 * @param keysValues of the prompt and the images that the cascade examines together, twice while
 *     they are put together, and of a batch that continues from them; of a batch in the exhaustive
 *     engine
 * @param batch activations, attention scores and logits of the largest batch, at most
 * @param total of all three
 */
public record MemoryPlan(long weights, long keysValues, long batch, long total) {

  static MemoryPlan of(ModelShape model, EngineKind engine, Batching batching) {
    DecoderShape decoder = model.decoder();
    int positions = model.before() + model.grid().size() + model.after();
    long cache = decoder.cacheBytes(model.bytesPerNumber()) * positions;
    int sequences =
        switch (engine) {
          case CASCADE -> batching.sequences(decoder.layers(), decoder.hidden(), positions);
          case EXHAUSTIVE -> batching.sequences();
        };
    long keysValues =
        switch (engine) {
          case CASCADE ->
              batching.acrossImages() ? (2 * batching.images() + sequences) * cache : cache;
          case EXHAUSTIVE -> sequences * cache;
        };
    long batch = sequences * sequence(model, positions);
    return new MemoryPlan(
        model.weightBytes(), keysValues, batch, model.weightBytes() + keysValues + batch);
  }

  /** What is alive at once in the widest place of one layer, for one sequence. */
  private static long sequence(ModelShape model, long positions) {
    DecoderShape decoder = model.decoder();
    long heads = decoder.heads() + 2L * decoder.kvHeads();
    long numbers = 3L * decoder.hidden() + heads * decoder.headDim() + 3L * decoder.mlp();
    long scores = 2L * decoder.heads() * positions;
    return positions * (numbers + scores) * model.bytesPerNumber()
        + positions * decoder.hidden() * Float.BYTES
        + (long) decoder.vocabulary() * Float.BYTES;
  }
}
