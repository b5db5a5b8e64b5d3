package org.tokenquarry.scene;

import java.util.Locale;

/** The colours of objects; each object varies its colour a little around these 8-bit values. */
public enum Colour {
  RED(215, 40, 40),
  GREEN(40, 165, 60),
  BLUE(45, 75, 215),
  YELLOW(235, 215, 50),
  PURPLE(155, 55, 185),
  CYAN(60, 205, 215),
  WHITE(240, 240, 240);

  private final Rgb rgb;

  Colour(int red, int green, int blue) {
    this.rgb = new Rgb(red, green, blue);
  }

  /** The colour without variation. */
  public Rgb rgb() {
    return rgb;
  }

  /** The word a question or an answer uses, such as {@code red}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
