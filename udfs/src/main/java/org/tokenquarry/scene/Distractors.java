package org.tokenquarry.scene;

import java.util.List;

/**
 * A small motif repeated over the image. No question asks about it.
 *
 * @param motif the outline of one mark
 * @param paint its colour
 * @param size half the width of a mark, px
 * @param marks the centres, each {@code {x, y}} in px
 */
public record Distractors(Motif motif, Rgb paint, double size, List<Mark> marks) {

  /** Copies the list. */
  public Distractors {
    marks = List.copyOf(marks);
  }

  /** The outline of a mark. No object has one of these outlines. */
  public enum Motif {
    SPECK,
    DASH,
    TICK,
    CORNER
  }

  /**
   * The centre of one mark.
   *
   * @param x px from the left
   * @param y px from the top
   */
  public record Mark(double x, double y) {}

  /** Whether a point lies on one of the marks. */
  boolean covers(double px, double py) {
    for (Mark mark : marks) {
      double u = (px - mark.x()) / size;
      double v = (py - mark.y()) / size;
      if (Math.abs(u) <= 1 && Math.abs(v) <= 1 && onMotif(u, v)) {
        return true;
      }
    }
    return false;
  }

  private boolean onMotif(double u, double v) {
    return switch (motif) {
      case SPECK -> Math.abs(u) + Math.abs(v) <= 0.9;
      case DASH -> Math.abs(v) <= 0.35;
      case TICK -> Math.abs(u - v) <= 0.5;
      case CORNER -> u <= -0.4 || v >= 0.4;
    };
  }
}
