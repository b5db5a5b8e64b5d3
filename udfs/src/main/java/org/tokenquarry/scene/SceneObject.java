package org.tokenquarry.scene;

/**
 * An object that questions may ask about.
 *
 * @param kind what it is
 * @param colour the name of its colour in questions and answers
 * @param paint the colour that it is drawn with
 * @param x centre, px from the left
 * @param y centre, px from the top
 * @param radius px
 * @param angle rotation in radians
 */
public record SceneObject(
    ShapeKind kind, Colour colour, Rgb paint, double x, double y, double radius, double angle) {

  /** The same object at another place. */
  SceneObject at(double otherX, double otherY) {
    return new SceneObject(kind, colour, paint, otherX, otherY, radius, angle);
  }

  /** Whether the point ({@code px}, {@code py}) of the image lies on the object. */
  boolean covers(double px, double py) {
    double dx = (px - x) / radius;
    double dy = (py - y) / radius;
    if (dx * dx + dy * dy > 1.6) {
      return false;
    }
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    return kind.covers(dx * cos + dy * sin, dy * cos - dx * sin);
  }
}
