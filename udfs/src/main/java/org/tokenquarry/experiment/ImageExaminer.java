package org.tokenquarry.experiment;

import java.util.List;
import org.tokenquarry.divergence.NonFiniteLogitException;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.VisualTokens;

/**
 * Encodes an image and runs the experiments on its tokens. Belongs to one thread; holds no native
 * memory between calls.
 */
public final class ImageExaminer {

  private final LoadedModel model;
  private final ExperimentEngine engine;

  /**
   * Prepares for one model.
   *
   * @param model outlives the examiner
   * @param engine made for the same model
   */
  public ImageExaminer(LoadedModel model, ExperimentEngine engine) {
    this.model = model;
    this.engine = engine;
  }

  /**
   * Examines one image.
   *
   * @param pixels {@code [3, H, W] float32}, prepared as the manifest says
   * @throws NonFiniteException if the model's answer is not finite
   */
  public ExaminedImage examine(float[] pixels) throws NonFiniteException {
    VisualTokens tokens = model.vision().tokens(new float[][] {pixels}).get(0);
    if (!tokens.projected().finite()) {
      throw new NonFiniteException("The vision encoder gave a visual token that is not finite.");
    }
    List<TokenFinding> findings = findings(tokens);
    for (TokenFinding finding : findings) {
      if (!finding.scores().finite()) {
        throw new NonFiniteException(
            "The experiments on token " + finding.token() + " gave a score that is not finite.");
      }
    }
    return new ExaminedImage(tokens, findings);
  }

  private List<TokenFinding> findings(VisualTokens tokens) throws NonFiniteException {
    try {
      return engine.examine(tokens);
    } catch (NonFiniteLogitException e) {
      throw new NonFiniteException("The decoder gave no distribution: " + e.getMessage() + ".");
    }
  }
}
