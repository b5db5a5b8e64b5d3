package org.tokenquarry.task;

import java.io.Serializable;
import java.util.List;
import org.tokenquarry.answer.BudgetOver;
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
 * @param budgetOver among which tokens a budget is spent, where several images or views are shown
 * @param positions how the tokens that are kept are numbered
 * @param batching how many sequences go through the decoder at once
 * @param maxAnswerTokens how long an answer may become where it is read as text
 */
public record AskSettings(
    List<Double> keeps,
    View view,
    BudgetOver budgetOver,
    Positions positions,
    Batching batching,
    int maxAnswerTokens)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Pruners compare all pairs of tokens: so many have 512 MiB of cosines. */
  private static final int MOST_TOGETHER = 8192;

  /** Copies the list. */
  public AskSettings {
    keeps = List.copyOf(keeps);
  }

  /**
   * Checks that a model can be asked so.
   *
   * @param images the most that a question is about
   * @return these settings
   * @throws UserException {@code tiles-unknown} if tiles are to be shown and the model knows none;
   *     {@code too-many-tokens} if those that share a budget cannot be pruned in memory
   */
  public AskSettings requireServedBy(BundleManifest model, int images) {
    if (view == View.PACKED && model.anyres() == null) {
      throw TaskErrors.tilesUnknown(model.name(), "evaluate.view");
    }
    int views = images * (view == View.PACKED ? 1 + model.anyres().mostTiles() : 1);
    long tokens = (long) views * model.mostTokens();
    if (budgetOver == BudgetOver.QUESTION && views > 1 && tokens > MOST_TOGETHER) {
      throw new UserException(
          "too-many-tokens",
          "A question is about up to %d views of up to %d tokens each; one budget can be for at most %d tokens."
              .formatted(views, model.mostTokens(), MOST_TOGETHER),
          "Set evaluate.budgetOver to image, or ask about fewer images (evaluate.frames).");
    }
    return this;
  }

  /**
   * Whether pruners inside the language model can be asked: they know one block of visual tokens.
   *
   * @param images the most that a question is about
   */
  public boolean showsOneBlock(int images) {
    return view == View.BASE && images == 1;
  }
}
