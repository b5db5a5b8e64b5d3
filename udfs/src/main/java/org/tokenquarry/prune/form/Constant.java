package org.tokenquarry.prune.form;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A constant of a published method.
 *
 * @param name one lower-case word
 * @param published its value in the paper or its code
 * @param others values that a search tries beside the published one, none of them twice
 * @param bounds of the values that it may have
 */
public record Constant(String name, double published, List<Double> others, Bounds bounds) {

  private static final int STEPS = 20;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a value is out of bounds or stands there twice
   */
  public Constant {
    others = List.copyOf(others);
    List<Double> all = Stream.concat(Stream.of(published), others.stream()).toList();
    if (!all.stream().allMatch(bounds::contains) || all.stream().distinct().count() < all.size()) {
      throw new IllegalArgumentException(
          name + " needs distinct values, each " + bounds.words() + ", not " + all);
    }
  }

  /** A constant from 0 to 1, of which a search tries every twentieth. */
  public static Constant share(String name, double published) {
    return new Constant(name, published, twentieths(published, STEPS), Bounds.between(0, 1));
  }

  /** Likewise, but 1 itself is no value. */
  public static Constant shareBelowOne(String name, double published) {
    return new Constant(name, published, twentieths(published, STEPS - 1), Bounds.below(0, 1));
  }

  private static List<Double> twentieths(double without, int most) {
    return IntStream.rangeClosed(0, most)
        .mapToObj(i -> (double) i / STEPS)
        .filter(value -> value != without)
        .toList();
  }

  /** All values that a search tries, the published one first. */
  public List<Double> candidates() {
    return Stream.concat(Stream.of(published), others.stream()).toList();
  }
}
