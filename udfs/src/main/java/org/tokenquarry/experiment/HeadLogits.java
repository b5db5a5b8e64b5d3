package org.tokenquarry.experiment;

import java.util.stream.IntStream;
import org.tokenquarry.divergence.HeadVocabulary;
import org.tokenquarry.divergence.NonFiniteLogitException;
import org.tokenquarry.divergence.TopOne;

/**
 * The largest logits of one run: its head vocabulary.
 *
 * @param ids descending by logit, of equal logits the lower id first
 * @param logits of these ids
 * @param broken why there is no head; null where there is one
 */
record HeadLogits(int[] ids, float[] logits, NonFiniteLogitException broken) {

  /** A head that was selected. */
  HeadLogits(int[] ids, float[] logits) {
    this(ids, logits, null);
  }

  /**
   * Selects the head of a run. A run whose logits are not numbers has no head, but does not harm
   * the others of its batch: it gets any ids.
   *
   * @param logits {@code [V]}
   * @param size at most V
   */
  static HeadLogits of(float[] logits, int size) {
    try {
      int[] ids = HeadVocabulary.largest(logits, size);
      float[] values = new float[ids.length];
      for (int i = 0; i < ids.length; i++) {
        values[i] = logits[ids[i]];
      }
      return new HeadLogits(ids, values);
    } catch (NonFiniteLogitException e) {
      return new HeadLogits(IntStream.range(0, size).toArray(), new float[size], e);
    }
  }

  /**
   * Probability of the most probable token within this head, in (0, 1].
   *
   * @throws NonFiniteLogitException if there is no distribution
   */
  double top1Probability() {
    require();
    return TopOne.probability(logits);
  }

  /**
   * The divergence between this run and another one.
   *
   * @param without the other run's logits of these ids
   * @throws NonFiniteLogitException if one of both is no distribution
   */
  double divergence(ExperimentSettings settings, float[] without) {
    require();
    return settings.divergence(logits, without);
  }

  private void require() {
    if (broken != null) {
      throw broken;
    }
  }
}
