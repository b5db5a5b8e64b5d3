package org.tokenquarry.jobs.report.page;

/** Places labels in a column so that none covers another. */
final class LabelColumn {

  private LabelColumn() {}

  /**
   * Moves labels apart as little as a single pass allows; the column may overflow at its top when
   * there are more labels than room.
   *
   * @param wanted where each label would like to be, ascending
   * @param height of a label
   * @param top of the column
   * @param bottom of the column
   * @return where each label goes, in the same order
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
