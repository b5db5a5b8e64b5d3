package org.tokenquarry.jobs.report.chart;

/** Places labels in a column so that none covers another. */
final class LabelColumn {

  private LabelColumn() {}

  /**
   * Moves labels apart, as little as a single pass allows. If there are more labels than room, the
   * column overflows at its top.
   *
   * @param wanted the best place of each label, ascending
   * @param height height of a label
   * @param top top of the column
   * @param bottom bottom of the column
   * @return the place of each label, in the same order
   */
  static double[] place(double[] wanted, double height, double top, double bottom) {
    double[] placed = wanted.clone();
    for (int i = 0; i < placed.length; i++) {
      double above = i == 0 ? top : placed[i - 1] + height;
      placed[i] = Math.max(placed[i], above);
    }
    for (int i = placed.length - 1; i >= 0; i--) {
      double below = i == placed.length - 1 ? bottom : placed[i + 1] - height;
      placed[i] = Math.min(placed[i], below);
    }
    return placed;
  }
}
