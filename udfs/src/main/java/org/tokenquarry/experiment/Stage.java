package org.tokenquarry.experiment;

import java.util.Locale;

/** The tests a token passes on its way to being redundant, cheapest first. */
public enum Stage {
  /** The token lies in a small cluster of its image. Needs visual tokens only. */
  WITHIN_IMAGE,
  /** The model recognises nothing in the token alone: its top-1 probability is low. */
  SINGLE_TOKEN,
  /** Taking the token out of its region changes nothing. */
  REGION,
  /** Taking the region out of the image changes nothing. */
  GLOBAL;

  /**
   * The stage of a code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Stage of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The name used in tables, such as {@code single-token}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
