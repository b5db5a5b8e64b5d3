package org.tokenquarry.experiment;

import java.util.List;
import org.tokenquarry.token.VisualTokens;

/**
 * Runs the experiments on groups of images. All engines give the same verdicts; they differ in how
 * much they compute.
 *
 * <p>An engine belongs to one thread. It holds no native memory between calls.
 */
public interface ExperimentEngine {

  /** The name by which settings choose the engine, such as {@code exhaustive}. */
  String name();

  /**
   * Chooses the tokens of an image that the engine will examine.
   *
   * @param tokens the image as the language model receives it, finite
   */
  ProbedImage probe(VisualTokens tokens);

  /**
   * Examines the probed tokens of images.
   *
   * @param images that {@link #probe} of this engine gave
   * @return one element an image, in order; depends only on the image, the model and the settings,
   *     not on the other images
   */
  List<Examination> examine(List<ProbedImage> images);

  /**
   * Examines one image.
   *
   * @param tokens as {@link #probe} takes them
   * @return one finding for each probed token, ascending by token
   * @throws org.tokenquarry.divergence.NonFiniteLogitException if the model gives logits that are
   *     not a distribution, such as NaN
   */
  default List<TokenFinding> examine(VisualTokens tokens) {
    return examine(List.of(probe(tokens))).get(0).orThrow();
  }
}
