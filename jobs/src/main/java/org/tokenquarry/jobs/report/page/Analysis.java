package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.OptionalDouble;
import org.tokenquarry.token.TokenGrid;

/**
 * The analyses of the paper (arXiv 2503.20540, figures 1, 3 and 4) on a sample of tokens that no
 * score has chosen.
 *
 * @param tokens how many were analysed
 * @param images of how many images
 * @param clsName what the similarity is to: [CLS], or the mean patch of a tower without it
 * @param attention whether the bundle tells what attention the tokens get
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
   * Tokens that show one thing.
   *
   * @param name what they have in common
   * @param meaning one sentence: how they were chosen
   * @param tokens most telling first
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
   * @param attention of the text to it, in [0, 1]
   * @param says what the model says when it sees the token alone, likeliest first
   * @param region what it does to the answer about its region
   * @param image what its region does to the answer about the image
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
   * A word and how sure the model is of it.
   *
   * @param word its text
   * @param probability in [0, 1]
   */
  public record Said(String word, double probability) {}

  /**
   * What is lost without something.
   *
   * @param divergence of the answers, nats
   * @param words largest change first
   */
  public record Effect(double divergence, List<Added> words) {

    /** Copies the list. */
    public Effect {
      words = List.copyOf(words);
    }
  }

  /**
   * A word that is made likelier or less likely.
   *
   * @param word its text
   * @param logits positive where it is made likelier
   */
  public record Added(String word, double logits) {}
}
