package org.tokenquarry.experiment;

import java.util.List;

/**
 * What every experiment finds about one token, with the words behind the scores. The paper's
 * figures 1, 3 and 4 show this.
 *
 * @param token index in the grid
 * @param says what the model answers to this token alone, most probable first
 * @param region how the answer about the region changes with the token
 * @param image how the answer about the image changes with the region
 */
public record TokenAnalysis(int token, List<WordProbability> says, Effect region, Effect image) {

  /** Copies the list. */
  public TokenAnalysis {
    says = List.copyOf(says);
  }

  /** Probability of the most probable word, in (0, 1]. */
  public double top1Probability() {
    return says.get(0).probability();
  }

  /**
   * A word and its probability.
   *
   * @param word vocabulary id
   * @param probability within the head vocabulary, in [0, 1]
   */
  public record WordProbability(int word, double probability) {}

  /**
   * How an answer changes when something is removed from the input.
   *
   * @param divergence between the answers with and without it, in nats, at least 0
   * @param words of the head vocabulary whose logits change most, the largest change first; equal
   *     changes in the order of the head
   */
  public record Effect(double divergence, List<WordChange> words) {

    /** Copies the list. */
    public Effect {
      words = List.copyOf(words);
    }
  }

  /**
   * A word whose logit changes.
   *
   * @param word vocabulary id
   * @param logits the logit with the input less the logit without it; positive where the input
   *     makes the word more probable
   */
  public record WordChange(int word, double logits) {}
}
