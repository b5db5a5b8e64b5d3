package org.tokenquarry.task;

import java.io.Serializable;
import java.util.List;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.answer.View;
import org.tokenquarry.error.UserException;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.BundleManifest;

/**
 * How the model is asked about pruned images.
 *
 * @param keeps ratios of the visual tokens that are kept, each in (0, 1)
 * @param view what of an image it is asked about
 * @param positions how the tokens that are kept are numbered
 * @param batching how many sequences go through the decoder at once
 * @param maxAnswerTokens how long an answer may become where it is read as text
 */
public record AskSettings(
    List<Double> keeps, View view, Positions positions, Batching batching, int maxAnswerTokens)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Copies the list. */
  public AskSettings {
    keeps = List.copyOf(keeps);
  }

  /**
   * Checks that a model can be asked so.
   *
   * @return these settings
   * @throws UserException {@code tiles-unknown} if tiles are to be shown and the model knows none
   */
  public AskSettings requireServedBy(BundleManifest model) {
    if (view == View.PACKED && model.anyres() == null) {
      throw new UserException(
          "tiles-unknown",
          "The model bundle " + model.name() + " describes no tiles.",
          "Set evaluate.view to base, or export a model with tiles (LLaVA-NeXT, LLaVA-OneVision).");
    }
    return this;
  }
}
