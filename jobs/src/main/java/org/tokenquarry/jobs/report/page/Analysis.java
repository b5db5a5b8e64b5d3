package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.OptionalDouble;
import org.tokenquarry.jobs.report.chart.Relation;
import org.tokenquarry.token.TokenGrid;

/**
 * The analyses of the paper (arXiv 2503.20540, figures 1, 3 and 4) on a sample of tokens. The
 * sample does not depend on any score.
 *
 * @param tokens number of tokens that were analysed
 * @param images number of images that they are of
 * @param clsName what the similarity is to: [CLS], or the mean patch if the tower has no [CLS]
 * @param attention whether the bundle gives the attention that tokens get
 * @param relations scores against similarity and attention
 * @param groups some of the tokens, with their words
 */
public record Analysis(
    long tokens,
    long images,
    String clsName,
    boolean attention,
    List<Relation> relations,
    List<Group> groups) {

  /** Nothing was analysed. */
  public static final Analysis NONE = new Analysis(0, 0, "[CLS]", false, List.of(), List.of());

  /** Copies the lists. */
  public Analysis {
    relations = List.copyOf(relations);
    groups = List.copyOf(groups);
  }

  /**
   * Tokens that were chosen for one property.
   *
   * @param name the property
   * @param meaning one sentence that says how they were chosen
   * @param tokens the clearest example first
   */
  public record Group(String name, String meaning, List<Token> tokens) {

    /** Copies the list. */
    public Group {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * One token.
   *
   * @param imageId of a {@link Picture}
   * @param token index in the grid
   * @param grid of the image's visual tokens
   * @param clsSimilarity in [-1, 1]
   * @param attention attention of the text to it, in [0, 1]; empty if the bundle does not give it
   * @param says what the model says when it sees only this token, likeliest word first
   * @param region effect of the token on the answer about its region
   * @param image effect of its region on the answer about the image
   */
  public record Token(
      String imageId,
      int token,
      TokenGrid grid,
      double clsSimilarity,
      OptionalDouble attention,
      List<Said> says,
      Effect region,
      Effect image) {

    /** Copies the list. */
    public Token {
      says = List.copyOf(says);
    }
  }

  /**
   * A word and its probability.
   *
   * @param word its text
   * @param probability in [0, 1]
   */
  public record Said(String word, double probability) {}

  /**
   * How an answer changes if a part of the input is removed.
   *
   * @param divergence divergence between the answers with and without the part, nats
   * @param words the words whose logits change, largest change first
   */
  public record Effect(double divergence, List<Added> words) {

    /** Copies the list. */
    public Effect {
      words = List.copyOf(words);
    }
  }

  /**
   * A word that a part of the input makes likelier or less likely.
   *
   * @param word its text
   * @param logits change of its logit; positive if the part makes it likelier
   */
  public record Added(String word, double logits) {}
}
