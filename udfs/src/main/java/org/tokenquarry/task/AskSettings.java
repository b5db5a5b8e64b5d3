package org.tokenquarry.task;

import java.io.Serializable;
import java.util.List;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.model.Batching;

/**
 * How the model is asked about pruned images.
 *
 * @param keeps ratios of the visual tokens that are kept, each in (0, 1)
 * @param positions how the tokens that are kept are numbered
 * @param batching how many sequences go through the decoder at once
 * @param maxAnswerTokens how long an answer may become where it is read as text
 */
public record AskSettings(
    List<Double> keeps, Positions positions, Batching batching, int maxAnswerTokens)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Copies the list. */
  public AskSettings {
    keeps = List.copyOf(keeps);
  }
}
