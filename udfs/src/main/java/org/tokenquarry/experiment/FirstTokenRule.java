package org.tokenquarry.experiment;

/** Which decoding step's logits count as the first answer token. */
public enum FirstTokenRule {
  /** What the model bundle says: one of the two below. */
  BUNDLE,
  /** The first step, whatever it says. */
  FIRST,
  /**
   * The first step, or the second where the first says only an article (the ids come from the
   * bundle).
   */
  SKIP_ARTICLE
}
