package org.tokenquarry.experiment;

import java.util.Locale;

/** The stages of the cascade, cheapest first. A token is redundant if it passes all of them. */
public enum Stage {
  /** Passes if the token lies in a small cluster of its image; needs only the visual tokens. */
  WITHIN_IMAGE,
  /** Passes if the model recognises nothing in the token alone: the top-1 probability is low. */
  SINGLE_TOKEN,
  /** Passes if the answer about the region hardly changes without the token. */
  REGION,
  /** Passes if the answer about the image hardly changes without the region. */
  GLOBAL;

  /**
   * The stage with a code.
   *
   * @throws IllegalArgumentException if no stage has it
   */
  public static Stage of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The name used in tables, such as {@code single-token}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
