package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Measures how fast a model computes sequences like those of mining, in the calling thread. */
public final class SequenceRate {

  private static final int ROUNDS = 3;
  private static final double SECONDS = 1;
  private static final double VALUE = 0.01;

  private SequenceRate() {}

  /**
   * Times {@link LanguageDecoder#lastLogits} on one batch, for at least one second and 3 rounds,
   * after one round that is not timed.
   *
   * @param model whose manifest states its sizes; stays open
   * @param sequences in the batch
   * @param tokens of each sequence
   * @param past positions before them, possibly 0
   * @return operations per second, a multiply-add as 2
   */
  public static double decoder(LoadedModel model, int sequences, int tokens, int past) {
    DecoderShape shape = model.manifest().decoderShape().orElseThrow();
    double flops = (double) sequences * shape.lastLogits(tokens, past);
    try (NDManager scope = model.newScope()) {
      KvCache cache = model.decoder().empty(scope);
      if (past > 0) {
        cache =
            model
                .decoder()
                .prefill(scope, same(scope, 1, past, model.manifest().rowWidth()), cache);
      }
      KvCache before = cache;
      NDArray input = same(scope, sequences, tokens, model.manifest().rowWidth());
      return flops / seconds(() -> decode(model, input, before));
    }
  }

  /**
   * Times the vision tower on one image, for at least one second and 3 rounds, after one round that
   * is not timed.
   *
   * @param model whose manifest states its sizes; stays open
   * @return operations per second, a multiply-add as 2
   */
  public static double vision(LoadedModel model) {
    VisionShape shape = model.manifest().visionShape().orElseThrow();
    float[][] black = {new float[model.manifest().pixelCount()]};
    return shape.image() / seconds(() -> model.vision().tokens(black));
  }

  private static NDArray same(NDManager scope, int sequences, int tokens, int width) {
    return scope.ones(new Shape(sequences, tokens, width)).muli(VALUE);
  }

  private static void decode(LoadedModel model, NDArray input, KvCache past) {
    try (NDManager scope = model.newScope()) {
      // Copying to the heap waits for a device that computes asynchronously.
      model.decoder().lastLogits(scope, input, past).toFloatArray();
    }
  }

  /** The mean, not the shortest time: a plan is for a machine with its usual load. */
  private static double seconds(Runnable work) {
    work.run();
    long start = System.nanoTime();
    int rounds = 0;
    double seconds = 0;
    while (rounds < ROUNDS || seconds < SECONDS) {
      work.run();
      rounds++;
      seconds = (System.nanoTime() - start) / 1e9;
    }
    return seconds / rounds;
  }
}
