package org.tokenquarry.scene;

/**
 * The surface of one background region.
 *
 * @param kind the pattern
 * @param base the main colour
 * @param accent the second colour of the pattern
 * @param period the length after which the pattern repeats, in px
 * @param angle the direction of the pattern, in radians
 * @param grainSeed seed of the fine noise laid over every pattern
 * @param grain amplitude of that noise, in 8-bit units
 */
public record Texture(
    Kind kind, Rgb base, Rgb accent, double period, double angle, long grainSeed, double grain) {

  /** The patterns a region can have. */
  public enum Kind {
    PLAIN,
    GRADIENT,
    STRIPES,
    CHECKER,
    DOTS,
    BRICKS,
    WAVES
  }

  /** The colour at pixel ({@code x}, {@code y}). */
  Rgb colourAt(int x, int y) {
    double along = x * StrictMath.cos(angle) + y * StrictMath.sin(angle);
    double across = y * StrictMath.cos(angle) - x * StrictMath.sin(angle);
    return base.mix(accent, share(along, across)).lighter(grain * noise(x, y));
  }

  private double share(double along, double across) {
    double a = along / period;
    double c = across / period;
    return switch (kind) {
      case PLAIN -> 0;
      case GRADIENT -> Math.min(1, Math.max(0, 0.5 + along / 136));
      case STRIPES -> fraction(a) < 0.4 ? 1 : 0;
      case CHECKER -> (((long) Math.floor(a) + (long) Math.floor(c)) & 1) == 0 ? 1 : 0;
      case DOTS -> square(fraction(a) - 0.5) + square(fraction(c) - 0.5) < 0.08 ? 1 : 0;
      case BRICKS -> bricks(a, c);
      case WAVES -> 0.5 + 0.5 * StrictMath.sin(2 * Math.PI * (a + 0.3 * StrictMath.sin(4 * c)));
    };
  }

  private static double bricks(double a, double c) {
    double row = Math.floor(2 * c);
    double shifted = a * 0.8 + (((long) row & 1) == 0 ? 0 : 0.5);
    return fraction(2 * c) < 0.2 || fraction(shifted) < 0.1 ? 1 : 0;
  }

  private double noise(int x, int y) {
    return SceneSeed.uniform(grainSeed + 1031L * x + 65_537L * y) * 2 - 1;
  }

  private static double fraction(double value) {
    return value - Math.floor(value);
  }

  private static double square(double value) {
    return value * value;
  }
}
