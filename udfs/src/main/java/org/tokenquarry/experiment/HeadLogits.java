package org.tokenquarry.experiment;

import org.tokenquarry.divergence.TopOne;

/**
 * The largest logits of one run.
 *
 * @param ids descending by logit, of equal logits the lower id first
 * @param logits of these ids
 */
record HeadLogits(int[] ids, float[] logits) {

  /** Probability of the likeliest token within this head, in (0, 1]. */
  double top1Probability() {
    return TopOne.probability(logits);
  }
}
