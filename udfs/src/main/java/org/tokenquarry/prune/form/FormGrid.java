package org.tokenquarry.prune.form;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** The forms of a method that a search tries. */
public final class FormGrid {

  /** The golden ratio without its 1: steps of it fill a circle evenly, whatever their number. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private FormGrid() {}

  /**
   * All combinations of the values that a search tries, or as many of them as there may be. Those
   * that stay are spread evenly over all combinations, and are always the same.
   *
   * @param most how many there may be, at least 1
   * @return the published form first; the last constant changes fastest
   */
  public static List<PrunerForm> of(TunableMethod<?> method, int most) {
    // Methods declare few constants and few values, at most some thousand combinations.
    return spread(method.combinations(), most).mapToObj(index -> form(method, index)).toList();
  }

  /**
   * The places of the combinations that stay, spread evenly over all; the first one stays.
   *
   * @param combinations how many there are, at least 1
   * @param most how many may stay, at least 1
   * @return in order
   */
  public static LongStream spread(long combinations, int most) {
    return LongStream.range(0, combinations)
        .boxed()
        .sorted(Comparator.comparingDouble(FormGrid::place))
        .limit(most)
        .mapToLong(Long::longValue)
        .sorted();
  }

  /** In [0, 1); that of the published form is 0. */
  private static double place(long index) {
    double turned = (double) index * GOLDEN;
    return turned - Math.floor(turned);
  }

  private static PrunerForm form(TunableMethod<?> method, long index) {
    List<Constant> lastFirst = new ArrayList<>(method.constants());
    Collections.reverse(lastFirst);
    Map<String, Double> values = new TreeMap<>();
    long rest = index;
    for (Constant constant : lastFirst) {
      List<Double> candidates = constant.candidates();
      values.put(constant.name(), candidates.get((int) (rest % candidates.size())));
      rest /= candidates.size();
    }
    return method.form(values);
  }
}
