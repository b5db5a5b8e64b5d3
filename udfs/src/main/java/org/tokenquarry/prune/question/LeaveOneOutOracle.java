package org.tokenquarry.prune.question;

import java.util.stream.IntStream;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.ImageFeatures;

/**
 * Leave one out: a token is worth as much as the model's answer changes without it. It reads the
 * answers that it should save, N passes for each question, so it is no pruner to use but a mark to
 * compare with. It is no upper bound: of two equal tokens each is worth nothing, since the other
 * stands for it, and only the first token of an answer counts.
 */
public final class LeaveOneOutOracle implements QuestionPruner {

  /** The name in settings and tables. */
  public static final String NAME = "leave-one-out-oracle";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean asksModel() {
    return true;
  }

  @Override
  public int[] rank(ImageFeatures image, Asked question, int most) {
    double[] worth = worth(image.tokens().grid().size(), question.model());
    return Ranking.rising(worth.length, i -> -worth[i]);
  }

  /**
   * The worth of each token: the Jensen-Shannon divergence over the whole vocabulary between the
   * first answer token with all tokens and without this one. No more than two sets of logits are
   * kept at a time.
   *
   * @param count N, how many tokens the image has
   * @param model runs N + 1 times
   * @return {@code [N]} nats, in [0, ln 2]; 0 for the only token of an image
   * @throws org.tokenquarry.divergence.NonFiniteLogitException if a logit is NaN or +infinity
   */
  static double[] worth(int count, ShownLogits model) {
    if (count == 1) {
      return new double[1];
    }
    float[] full = model.of(IntStream.range(0, count).toArray());
    return IntStream.range(0, count)
        .mapToDouble(
            left ->
                DivergenceForm.JENSEN_SHANNON.overVocabulary(
                    full, model.of(IntStream.range(0, count).filter(i -> i != left).toArray())))
        .toArray();
  }
}
