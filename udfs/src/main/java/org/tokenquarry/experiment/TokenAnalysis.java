package org.tokenquarry.experiment;

import java.util.List;

/**
 * One token under every experiment, with the words behind the scores: what the paper's figures 1, 3
 * and 4 show of a token.
 *
 * @param token index in the grid
 * @param says what the model says when it sees this token alone, likeliest first
 * @param region what the token does to the answer about its region
 * @param image what the region does to the answer about the image
 */
public record TokenAnalysis(int token, List<WordProbability> says, Effect region, Effect image) {

  /** Copies the list. */
  public TokenAnalysis {
    says = List.copyOf(says);
  }

  /** Probability of the likeliest word, in (0, 1]. */
  public double top1Probability() {
    return says.get(0).probability();
  }

  /**
   * A word and how sure the model is of it.
   *
   * @param word vocabulary id
   * @param probability within the head vocabulary, in [0, 1]
   */
  public record WordProbability(int word, double probability) {}

  /**
   * What is lost when something is taken away.
   *
   * @param divergence of the answers with and without it, nats, at least 0
   * @param words of the head vocabulary whose logits change most, the largest change first, equal
   *     ones in the order of the head
   */
  public record Effect(double divergence, List<WordChange> words) {

    /** Copies the list. */
    public Effect {
      words = List.copyOf(words);
    }
  }

  /**
   * A word that is made likelier or less likely.
   *
   * @param word vocabulary id
   * @param logits with it less without it; positive where it speaks for the word
   */
  public record WordChange(int word, double logits) {}
}
