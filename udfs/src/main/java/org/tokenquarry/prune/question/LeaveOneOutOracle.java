package org.tokenquarry.prune.question;

import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.numeric.Ranking;

/**
 * Leave one out: a token is worth as much as the model's answer changes without it. It reads the
 * answers that it should save, N passes for each question, so it is no pruner to use but a mark to
 * compare with. It is no upper bound: of two equal tokens each is worth nothing, since the other
 * stands for it, and only the first token of an answer counts.
 */
public final class LeaveOneOutOracle {

  private LeaveOneOutOracle() {}

  /**
   * The logits of the first answer token to one question.
   *
   * @param full {@code [V]}: with all visual tokens
   * @param without {@code [N][V]}: without each of them; the others keep their positions
   */
  public record Answers(float[] full, float[][] without) {}

  /**
   * The worth of each token: the mean over questions of the Jensen-Shannon divergence over the
   * whole vocabulary.
   *
   * @param questions at least one, about the same image
   * @return {@code [N]} nats, in [0, ln 2]
   * @throws IllegalArgumentException if lengths differ
   * @throws org.tokenquarry.divergence.NonFiniteLogitException if a logit is NaN or +infinity
   */
  public static double[] worth(List<Answers> questions) {
    int count = questions.get(0).without().length;
    return IntStream.range(0, count)
        .mapToDouble(
            i ->
                questions.stream()
                    .mapToDouble(
                        each ->
                            DivergenceForm.JENSEN_SHANNON.overVocabulary(
                                each.full(), each.without()[i]))
                    .average()
                    .orElseThrow())
        .toArray();
  }

  /**
   * All tokens by falling worth. Ties go to the lower index.
   *
   * @param questions as in {@link #worth}
   */
  public static int[] rank(List<Answers> questions) {
    double[] worth = worth(questions);
    return Ranking.rising(worth.length, i -> -worth[i]);
  }
}
