package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.tokenquarry.token.ImageFeatures;

/**
 * Keeps random tokens; all choices are equally likely. The baseline that every pruner must beat.
 *
 * <p>The choice depends on the seed and on the bits of the projected tokens, not on the order of
 * calls. So the choice for an image is the same in any partition. Two devices whose arithmetic
 * differs in the last bit may choose differently.
 *
 * @param seed any number
 */
public record RandomPruner(long seed) implements RankingPruner {

  /** Its name, with any seed. */
  public static final String NAME = "random";

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    float[] bits = image.tokens().projected().values();
    // java.util.Random, because its sequence is the same in every Java.
    Random random = new Random(seed * GOLDEN_RATIO + Arrays.hashCode(bits));
    int[] order = IntStream.range(0, image.tokens().grid().size()).toArray();
    for (int i = 0; i < most; i++) {
      int other = i + random.nextInt(order.length - i);
      int chosen = order[other];
      order[other] = order[i];
      order[i] = chosen;
    }
    return order;
  }
}
