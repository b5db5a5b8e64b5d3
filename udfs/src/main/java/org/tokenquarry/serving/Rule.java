package org.tokenquarry.serving;

import java.util.Arrays;
import org.tokenquarry.prune.CodebookDiversePruner;
import org.tokenquarry.prune.RedundancyScore;

/** By which tokens are kept. */
public enum Rule {
  /** The published one (arXiv 2503.20540): the k least redundant tokens. */
  CODEBOOK(RedundancyScore.LARGEST_COSINE.pruner()),
  /** Our own: one token of every distinct thing first. It needs the grid of the tokens. */
  CODEBOOK_DIVERSE(CodebookDiversePruner.NAME);

  private final String word;

  Rule(String word) {
    this.word = word;
  }

  /** The name in contracts, tables and settings. */
  public String word() {
    return word;
  }

  /**
   * The rule of a name.
   *
   * @throws org.tokenquarry.error.UserException {@code rule-unknown} if there is none
   */
  public static Rule of(String word) {
    return Arrays.stream(values())
        .filter(rule -> rule.word.equals(word))
        .findFirst()
        .orElseThrow(() -> ServingErrors.rule(word));
  }
}
