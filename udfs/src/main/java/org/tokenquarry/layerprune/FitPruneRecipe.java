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
 * How many visual tokens FitPrune drops behind each layer, calibrated on a few prompts.
 *
 * <p>For a tolerance alpha, the tokens with least attention leave a layer as long as what is left
 * holds {@code 1 - alpha} of the layer's attention, by {@code cross} and by {@code self}; only
 * those leave that both lists drop. Counts are means over the prompts. Alpha is bisected on [0, 1]
 * to 0.01, until the operations are at most those that are asked for.
 *
 * @param dropped {@code [L]}: how many leave behind each layer
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
   * @param cost operations of a recipe, falling as more is dropped
   * @param most operations at most; where nothing reaches that, the recipe that drops most
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

  /** The longest prefix by rising attention without which the rest holds enough. */
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
