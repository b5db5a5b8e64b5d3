package org.tokenquarry.scene;

/**
 * A shape in a colour, which a scene may show.
 *
 * @param kind the shape
 * @param colour its colour
 */
record Thing(ShapeKind kind, Colour colour) {

  /** How a question names it, such as {@code red circle}. */
  String words() {
    return colour.word() + " " + kind.word();
  }

  /** Whether a scene shows it. */
  boolean in(Scene scene) {
    return scene.objects().stream().anyMatch(o -> o.kind() == kind && o.colour() == colour);
  }
}
