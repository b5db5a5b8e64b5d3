package org.tokenquarry.model;

import java.util.List;
import java.util.Random;

/**
 * A call of a module, on random numbers.
 *
 * @param name what the cascade needs it for
 * @param module {@code vision} or {@code decoder}
 * @param method of the module
 * @param inputs of the method
 */
record Call(String name, String module, String method, List<Numbers> inputs) {

  /** That of {@code mine} by default. */
  static final Batching BATCHING = new Batching(48, 2L << 20);

  private static final int WINDOW = 3;

  /**
   * The calls of one image in the cascade, one batch each, in the sizes that a bundle has there.
   */
  static List<Call> ofImage(BundleManifest manifest) {
    int before = manifest.prompt().before().length;
    int after = manifest.prompt().after().length;
    int tokens = manifest.grid().size();
    int half = tokens / 2;
    int side = manifest.imageSize();
    return List.of(
        new Call("one image", "vision", "forward", List.of(random(1, 3, side, side))),
        logits("single tokens", manifest, 1 + after, before),
        logits("regions", manifest, WINDOW * WINDOW + after, before),
        decoder("intact image", "prefill", manifest, 1, tokens, before),
        logits("without a region", manifest, tokens - half + after, before + half));
  }

  private static Call logits(String name, BundleManifest manifest, int length, int past) {
    int batch = Math.min(manifest.grid().size(), BATCHING.sequences(manifest, length));
    return decoder(name, "last_logits", manifest, batch, length, past);
  }

  private static Call decoder(
      String name, String method, BundleManifest manifest, int batch, int length, int past) {
    long[] cache = {manifest.layers(), 1, manifest.kvHeads(), past, manifest.headDim()};
    return new Call(
        String.format("%s, %d × %d behind %d", name, batch, length, past),
        "decoder",
        method,
        List.of(random(batch, length, manifest.hidden()), random(cache), random(cache)));
  }

  private static Numbers random(long... shape) {
    Random random = new Random(1);
    int size = 1;
    for (long each : shape) {
      size *= Math.toIntExact(each);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Numbers.of(values, shape);
  }
}
