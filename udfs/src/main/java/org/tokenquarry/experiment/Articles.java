package org.tokenquarry.experiment;

import org.tokenquarry.model.BundleManifest;

/**
 * The tokens, such as articles, that do not count as the first answer token. Where the answer opens
 * with one, the next decoding step is read.
 */
final class Articles {

  /** The name of the rule in a manifest. */
  private static final String SKIP = "skip";

  private Articles() {}

  /** The ids that a rule skips; empty where the first step always counts. */
  static long[] skippedBy(FirstTokenRule rule, BundleManifest manifest) {
    BundleManifest.FirstAnswerToken named = manifest.firstAnswerToken();
    boolean skip =
        rule == FirstTokenRule.SKIP_ARTICLE
            || (rule == FirstTokenRule.BUNDLE && named.rule().equals(SKIP));
    return skip ? named.skipIds().clone() : new long[0];
  }
}
