package org.tokenquarry.experiment;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
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
  static Set<Long> skippedBy(FirstTokenRule rule, BundleManifest manifest) {
    BundleManifest.FirstAnswerToken named = manifest.firstAnswerToken();
    boolean skip =
        rule == FirstTokenRule.SKIP_ARTICLE
            || (rule == FirstTokenRule.BUNDLE && named.rule().equals(SKIP));
    return skip
        ? Arrays.stream(named.skipIds()).boxed().collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }
}
