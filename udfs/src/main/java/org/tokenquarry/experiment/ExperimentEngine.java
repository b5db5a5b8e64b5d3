package org.tokenquarry.experiment;

import java.util.List;
import org.tokenquarry.token.VisualTokens;

/**
 * Runs the experiments on one image at a time. All engines give the same verdicts; they differ in
 * what they compute on the way there.
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
   * @return one finding for each probed token, ascending by token; depends on the arguments, the
   *     model and the settings alone
   * @throws org.tokenquarry.divergence.NonFiniteLogitException if the model answers with logits
   *     that make no distribution
   */
  List<TokenFinding> examine(VisualTokens tokens);
}
