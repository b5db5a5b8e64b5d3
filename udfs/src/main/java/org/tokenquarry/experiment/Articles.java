package org.tokenquarry.experiment;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenquarry.model.BundleManifest;

/**
 * The tokens that do not count as a first answer token: where one comes first, the next step is
 * read.
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
