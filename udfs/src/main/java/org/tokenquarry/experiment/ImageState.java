package org.tokenquarry.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tokenquarry.divergence.NonFiniteLogitException;

/** One image of a group on its way through the cascade. */
final class ImageState {

  /** A token that is left. */
  record Probe(ImageState image, int token) {

    int place() {
      return image.place;
    }

    void measure(UnaryOperator<TokenScores> add) {
      image.measure(token, add);
    }
  }

  private final int place;
  private final ProbedImage image;
  private final ExperimentSettings settings;
  private final TokenScores[] scores;
  private int[] left;
  private NonFiniteLogitException failure;

  /**
   * Begins with the sizes of the clusters.
   *
   * @param place of the image in the group
   */
  ImageState(int place, ProbedImage image, ExperimentSettings settings) {
    this.place = place;
    this.image = image;
    this.settings = settings;
    this.scores = new TokenScores[image.tokens().grid().size()];
    this.left = image.probed();
    Integer[] sizes = image.clusterSizes();
    for (int i = 0; i < left.length; i++) {
      scores[left[i]] = new TokenScores(sizes[i], null, null, null, null);
    }
  }

  /** The tokens of all images that have passed every stage so far, image by image, ascending. */
  static List<Probe> left(List<ImageState> images) {
    return images.stream()
        .flatMap(image -> Arrays.stream(image.left).mapToObj(token -> new Probe(image, token)))
        .toList();
  }

  /** Drops the tokens that do not pass a stage, by the scores measured so far. */
  void pass(Stage stage) {
    left =
        Arrays.stream(left)
            .filter(token -> Verdict.passes(stage, scores[token], settings))
            .toArray();
  }

  /**
   * Adds a score of a token. The first score that cannot be computed fails this image and no other;
   * later ones are ignored.
   *
   * @param add may throw {@link NonFiniteLogitException}
   */
  private void measure(int token, UnaryOperator<TokenScores> add) {
    if (failure != null) {
      return;
    }
    try {
      scores[token] = add.apply(scores[token]);
    } catch (NonFiniteLogitException e) {
      failure = e;
      left = new int[0];
    }
  }

  /** The verdicts on all probed tokens. */
  Examination result() {
    if (failure != null) {
      return new Examination(List.of(), failure);
    }
    List<TokenFinding> findings = new ArrayList<>();
    for (int token : image.probed()) {
      findings.add(
          new TokenFinding(
              token,
              image.ranking().ranks()[token],
              scores[token],
              Verdict.of(scores[token], settings)));
    }
    return new Examination(findings, null);
  }
}
