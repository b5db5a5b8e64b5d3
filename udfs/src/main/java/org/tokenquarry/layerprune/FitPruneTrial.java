package org.tokenquarry.layerprune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;

/**
 * How many tokens of one prompt FitPrune drops in each layer at a tolerance alpha.
 *
 * <p>A layer may drop its tokens with the least attention, as long as the others hold at least
 * {@code 1 - alpha} of the attention that the layer gives visual tokens when nothing is dropped
 * anywhere. This is asked of {@link VisualAttention#cross} and of {@link VisualAttention#self}, and
 * a token is dropped if both allow it. The attention is that of a pass whose earlier layers have
 * dropped theirs.
 */
public final class FitPruneTrial {

  private FitPruneTrial() {}

  /** The attention that visual tokens get in all in one layer, with nothing dropped anywhere. */
  public record Sums(double cross, double self) {}

  /**
   * Runs a prompt through all layers without dropping tokens.
   *
   * @param pass that has run no layer yet
   * @return one element for each layer
   */
  public static List<Sums> sums(LayerPass pass) {
    List<Sums> sums = new ArrayList<>();
    for (int layer = 0; layer < pass.layers(); layer++) {
      pass.runTo(layer + 1);
      VisualAttention attention = VisualAttention.of(pass);
      sums.add(new Sums(total(attention.cross()), total(attention.self())));
    }
    return sums;
  }

  /**
   * Runs a prompt through all layers and drops what the tolerance allows.
   *
   * @param pass that has run no layer yet
   * @param full of the same prompt
   * @param tolerance alpha, in [0, 1]
   * @return {@code [L]}: how many tokens each layer drops
   */
  public static List<Integer> dropped(LayerPass pass, List<Sums> full, double tolerance) {
    List<Integer> counts = new ArrayList<>();
    for (int layer = 0; layer < pass.layers(); layer++) {
      pass.runTo(layer + 1);
      Set<Integer> leaving = droppable(VisualAttention.of(pass), full.get(layer), tolerance);
      counts.add(leaving.size());
      int count = pass.visual().length;
      pass.keep(IntStream.range(0, count).filter(i -> !leaving.contains(i)).toArray());
    }
    return counts;
  }

  /** The tokens that a layer drops, as places in its attention. */
  static Set<Integer> droppable(VisualAttention attention, Sums full, double tolerance) {
    Set<Integer> both = new HashSet<>(droppable(attention.cross(), full.cross(), tolerance));
    both.retainAll(droppable(attention.self(), full.self(), tolerance));
    return both;
  }

  /** The longest run of tokens by rising attention that may go; one token always stays. */
  static List<Integer> droppable(double[] attention, double full, double tolerance) {
    double enough = (1 - tolerance) * full;
    double rest = total(attention);
    List<Integer> dropped = new ArrayList<>();
    int[] rising = Ranking.rising(attention.length, i -> attention[i]);
    for (int token : Arrays.copyOf(rising, Math.max(0, rising.length - 1))) {
      rest -= attention[token];
      if (rest < enough) {
        break;
      }
      dropped.add(token);
    }
    return dropped;
  }

  private static double total(double[] attention) {
    return Arrays.stream(attention).sum();
  }
}
