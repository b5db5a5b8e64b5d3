package org.tokenquarry.experiment;

/** Which decoding step gives the logits of the first answer token. */
public enum FirstTokenRule {
  /** What the model bundle says: one of the two below. */
  BUNDLE,
  /** Always the first step. */
  FIRST,
  /**
   * The first step, or the second where the first gives an article (the bundle lists their ids).
   */
  SKIP_ARTICLE
}
