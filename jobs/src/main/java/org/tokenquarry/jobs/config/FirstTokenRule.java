package org.tokenquarry.config;

/** Which answer token is scored. */
public enum FirstTokenRule implements Choice {
  /** The rule that the model bundle names. */
  BUNDLE,
  /** The first token. */
  FIRST,
  /** The second where the first is the article "A", as in the published scripts. */
  SKIP_ARTICLE
}
