package org.tokenquarry.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two things that go together. In {@link World#PAIRS} each scene shows things of one pair: three of
 * four times both, else one of them. The other things that it shows belong to no pair.
 *
 * @param one the first
 * @param other the second
 */
record Pair(Thing one, Thing other) {

  /** All pairs. */
  static final List<Pair> ALL =
      List.of(
          new Pair(
              new Thing(ShapeKind.CIRCLE, Colour.RED), new Thing(ShapeKind.SQUARE, Colour.BLUE)),
          new Pair(
              new Thing(ShapeKind.TRIANGLE, Colour.GREEN),
              new Thing(ShapeKind.STAR, Colour.YELLOW)),
          new Pair(
              new Thing(ShapeKind.CROSS, Colour.WHITE), new Thing(ShapeKind.RING, Colour.PURPLE)));

  private static final double TOGETHER = 0.75;

  /**
   * What one scene shows.
   *
   * @param more how many things beside those of the pair
   */
  static List<Thing> scene(Random random, int more) {
    Pair pair = ALL.get(random.nextInt(ALL.size()));
    boolean both = random.nextDouble() < TOGETHER;
    boolean first = random.nextBoolean();
    List<Thing> things = new ArrayList<>();
    if (both || first) {
      things.add(pair.one());
    }
    if (both || !first) {
      things.add(pair.other());
    }
    while (more > 0) {
      Thing thing = new Thing(any(random, ShapeKind.values()), any(random, Colour.values()));
      if (ALL.stream().noneMatch(each -> each.has(thing))) {
        things.add(thing);
        more--;
      }
    }
    return things;
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  boolean has(Thing thing) {
    return one.equals(thing) || other.equals(thing);
  }
}
