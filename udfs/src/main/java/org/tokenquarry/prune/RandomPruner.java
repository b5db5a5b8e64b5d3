package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.tokenquarry.token.VisualTokens;

/**
 * Keeps tokens at random, all choices equally likely: the baseline that any pruner must beat.
 *
 * <p>The choice depends on the seed and on the bits of the projected tokens, not on the order of
 * calls. So one image gets one choice in any partition; two devices whose arithmetic differs in the
 * last bit may choose differently. A larger budget keeps what a smaller one keeps, and more.
 *
 * @param seed any number
 */
public record RandomPruner(long seed) implements Pruner {

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  @Override
  public String name() {
    return "random";
  }

  @Override
  public int[] keep(VisualTokens tokens, int budget) {
    int count = tokens.grid().size();
    Selection.requireBudget(budget, count);
    // java.util.Random, as its sequence is specified and the same in every Java.
    Random random = new Random(seed * GOLDEN_RATIO + Arrays.hashCode(tokens.projected().values()));
    int[] order = IntStream.range(0, count).toArray();
    for (int i = 0; i < budget; i++) {
      int other = i + random.nextInt(count - i);
      int chosen = order[other];
      order[other] = order[i];
      order[i] = chosen;
    }
    return Arrays.stream(order, 0, budget).sorted().toArray();
  }
}
