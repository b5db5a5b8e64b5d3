package org.tokenquarry.experiment;

import java.util.List;
import org.tokenquarry.token.VisualTokens;

/**
 * Runs the experiments on one image at a time. All engines give the same verdicts; they differ in
 * how much they compute.
 *
 * <p>An engine belongs to one thread. It holds no native memory between calls.
 */
public interface ExperimentEngine {

  /** The name by which settings choose the engine, such as {@code exhaustive}. */
  String name();

  /**
   * Examines the probed tokens of an image.
   *
   * @param tokens the image as the language model receives it, finite
   * @return one finding for each probed token, ascending by token; depends only on the argument,
   *     the model and the settings
   * @throws org.tokenquarry.divergence.NonFiniteLogitException if the model gives logits that are
   *     not a distribution, such as NaN
   */
  List<TokenFinding> examine(VisualTokens tokens);
}
