package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** How fast a model computes the sequences that mining consists of, in the calling thread. */
public final class SequenceRate {

  private static final int ROUNDS = 3;
  private static final double SECONDS = 1;
  private static final double VALUE = 0.01;

  private SequenceRate() {}

  /**
   * Times {@link LanguageDecoder#lastLogits} on one batch, for a second or 3 rounds, after one that
   * is not timed.
   *
   * @param model tells its shape; stays open
   * @param sequences in the batch
   * @param tokens of each
   * @param past positions before them, possibly 0
   * @return operations in a second, a multiply-add as 2
   */
  public static double decoder(LoadedModel model, int sequences, int tokens, int past) {
    DecoderShape shape = model.manifest().decoderShape().orElseThrow();
    double flops = (double) sequences * shape.lastLogits(tokens, past);
    try (NDManager scope = model.newScope()) {
      KvCache cache = model.decoder().empty(scope);
      if (past > 0) {
        cache = model.decoder().prefill(scope, same(scope, 1, past, shape.hidden()), cache);
      }
      KvCache before = cache;
      NDArray input = same(scope, sequences, tokens, shape.hidden());
      return flops / seconds(() -> decode(model, input, before));
    }
  }

  /**
   * Times the vision tower on one image, for a second or 3 rounds, after one that is not timed.
   *
   * @param model tells its shape; stays open
   * @return operations in a second, a multiply-add as 2
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
      // Reading waits for a device that computes asynchronously.
      model.decoder().lastLogits(scope, input, past).toFloatArray();
    }
  }

  /** The mean, not the best: a plan is for a machine as busy as it is. */
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
