package org.tokenquarry.experiment;

import org.tokenquarry.divergence.TopOne;

/**
 * The largest logits of one run: its head vocabulary.
 *
 * @param ids descending by logit, of equal logits the lower id first
 * @param logits of these ids
 */
record HeadLogits(int[] ids, float[] logits) {

  /** Probability of the most probable token within this head, in (0, 1]. */
  double top1Probability() {
    return TopOne.probability(logits);
  }
}
