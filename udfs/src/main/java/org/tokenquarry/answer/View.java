package org.tokenquarry.answer;

/** What a question is asked about. */
public enum View {
  /** The whole image in one view, as in the experiments. */
  BASE,
  /** The whole image and its tiles, packed as the model packs them. */
  PACKED
}
