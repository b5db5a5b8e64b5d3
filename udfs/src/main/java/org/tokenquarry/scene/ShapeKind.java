package org.tokenquarry.scene;

import java.util.Locale;

/** The shapes of objects, each with its outline in units of the radius. */
public enum ShapeKind {
  CIRCLE {
    @Override
    boolean covers(double u, double v) {
      return u * u + v * v <= 0.81;
    }
  },
  SQUARE {
    @Override
    boolean covers(double u, double v) {
      return Math.abs(u) <= 0.8 && Math.abs(v) <= 0.8;
    }
  },
  TRIANGLE {
    @Override
    boolean covers(double u, double v) {
      // Equilateral, circumradius 1.1, tip upwards (v points down).
      return v <= 0.6 && Math.abs(u) <= (v + 1.1) * 0.5774;
    }
  },
  STAR {
    @Override
    boolean covers(double u, double v) {
      // Five tips: fold the plane into one tenth and test against the edge from tip to notch.
      double radius = Math.sqrt(u * u + v * v);
      double fifth = 2 * Math.PI / 5;
      double angle = StrictMath.atan2(u, -v);
      double folded = Math.abs(angle - fifth * Math.rint(angle / fifth));
      double along = radius * StrictMath.cos(folded);
      double across = radius * StrictMath.sin(folded);
      // Tip (1.12, 0), notch 0.5 * (cos 36, sin 36).
      double notchAlong = 0.4045;
      double notchAcross = 0.2939;
      return (along - notchAlong) * notchAcross + (across - notchAcross) * (1.12 - notchAlong) <= 0;
    }
  },
  CROSS {
    @Override
    boolean covers(double u, double v) {
      double wide = Math.max(Math.abs(u), Math.abs(v));
      double narrow = Math.min(Math.abs(u), Math.abs(v));
      return wide <= 1.0 && narrow <= 0.3;
    }
  },
  RING {
    @Override
    boolean covers(double u, double v) {
      double squared = u * u + v * v;
      return squared <= 1.0 && squared >= 0.3;
    }
  },
  MOON {
    @Override
    boolean covers(double u, double v) {
      double hollow = (u - 0.55) * (u - 0.55) + v * v;
      return u * u + v * v <= 1.0 && hollow >= 0.55;
    }
  };

  /**
   * Whether a point lies on the object.
   *
   * @param u to the right, in units of the radius
   * @param v downwards, in units of the radius
   */
  abstract boolean covers(double u, double v);

  /** The word a question or an answer uses, such as {@code circle}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The word for several, such as {@code circles}. */
  public String plural() {
    return this == CROSS ? "crosses" : word() + "s";
  }
}
