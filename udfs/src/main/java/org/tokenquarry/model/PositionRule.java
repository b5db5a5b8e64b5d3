package org.tokenquarry.model;

/** How the positions of a prompt's tokens follow from their order. */
public enum PositionRule {

  /** They are a count: the decoder numbers new tokens on from the past. */
  COUNT("count"),

  /** They have three parts and are given to the decoder, see {@link PromptPositions}. */
  MROPE("mrope");

  private final String code;

  PositionRule(String code) {
    this.code = code;
  }

  /** The name in a manifest. */
  public String code() {
    return code;
  }
}
