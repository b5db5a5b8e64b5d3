package org.tokenquarry.cluster;

/** The largest distance between points of two blocks: found by bounds, decided in double. */
final class Farthest {

  private final ScreenedPoints left;
  private final ScreenedPoints right;
  private double square;
  private double limit;
  private long decided;

  /**
   * Begins.
   *
   * @param square a mean square that is known to occur; smaller ones are of no interest
   */
  Farthest(ScreenedPoints left, ScreenedPoints right, double square) {
    this.left = left;
    this.right = right;
    take(square);
  }

  /** A pair whose upper bound is below is of no interest, in the units of the screen. */
  double limit() {
    return limit;
  }

  /** The largest mean square so far. */
  double square() {
    return square;
  }

  /** How many distances were computed in double. */
  long decided() {
    return decided;
  }

  /** Takes a pair whose squared distance is at most {@code high}. */
  void offer(int i, int j, double high) {
    if (high >= limit) {
      decided++;
      double computed = left.squares(i, right, new int[] {j})[0];
      if (computed > square) {
        take(computed);
      }
    }
  }

  private void take(double larger) {
    square = larger;
    limit = left.screen().units(larger) * (1 - 0x1p-40);
  }
}
