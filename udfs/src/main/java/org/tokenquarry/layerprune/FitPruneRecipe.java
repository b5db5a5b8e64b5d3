package org.tokenquarry.layerprune;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How many visual tokens FitPrune drops after each layer, calibrated on a few prompts.
 *
 * <p>For a tolerance alpha, a layer drops the tokens with the least attention, as long as the
 * others hold at least {@code 1 - alpha} of the layer's attention. This is done by {@code cross}
 * and by {@code self}, and a token is dropped if both drop it. Counts are means over the prompts.
 * Alpha is found by bisection on [0, 1] to 0.01: the smallest whose operations are at most those
 * wanted.
 *
 * @param dropped {@code [L]}: how many tokens are dropped after each layer
 */
public record FitPruneRecipe(List<Integer> dropped) implements Serializable {

  private static final double PRECISION = 0.01;

  /** Copies the list. */
  public FitPruneRecipe {
    dropped = List.copyOf(dropped);
  }

  /**
   * Calibrates.
   *
   * @param samples for each prompt, for each of the L layers, the attention with nothing dropped;
   *     at least one prompt
   * @param cost operations of a recipe; the more it drops, the fewer
   * @param most the most operations that are allowed; where no recipe stays within them, the result
   *     is the recipe that drops most
   */
  public static FitPruneRecipe calibrated(
      List<List<VisualAttention>> samples, ToDoubleFunction<FitPruneRecipe> cost, double most) {
    double low = 0;
    double high = 1;
    while (high - low > PRECISION) {
      double middle = (low + high) / 2;
      if (cost.applyAsDouble(atTolerance(samples, middle)) <= most) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return atTolerance(samples, high);
  }

  private static FitPruneRecipe atTolerance(List<List<VisualAttention>> samples, double alpha) {
    int layers = samples.get(0).size();
    double[] sums = new double[layers];
    for (List<VisualAttention> sample : samples) {
      Set<Integer> left = new HashSet<>(all(sample.get(0)));
      for (int layer = 0; layer < layers; layer++) {
        VisualAttention attention = sample.get(layer);
        Set<Integer> leaving = droppable(attention.cross(), left, alpha);
        leaving.retainAll(droppable(attention.self(), left, alpha));
        sums[layer] += leaving.size();
        left.removeAll(leaving);
      }
    }
    return new FitPruneRecipe(
        IntStream.range(0, layers)
            .mapToObj(layer -> (int) Math.rint(sums[layer] / samples.size()))
            .toList());
  }

  private static List<Integer> all(VisualAttention attention) {
    return IntStream.range(0, attention.cross().length).boxed().toList();
  }

  /** The tokens with the least attention, as many as can go while the others hold enough. */
  private static Set<Integer> droppable(double[] attention, Set<Integer> left, double alpha) {
    List<Integer> rising = new ArrayList<>(left);
    rising.sort(
        Comparator.<Integer>comparingDouble(i -> attention[i])
            .thenComparing(Comparator.naturalOrder()));
    double enough =
        (1 - alpha) * IntStream.range(0, attention.length).mapToDouble(i -> attention[i]).sum();
    double rest = rising.stream().mapToDouble(i -> attention[i]).sum();
    Set<Integer> dropped = new HashSet<>();
    for (int token : rising) {
      rest -= attention[token];
      if (rest < enough) {
        break;
      }
      dropped.add(token);
    }
    return dropped;
  }
}
