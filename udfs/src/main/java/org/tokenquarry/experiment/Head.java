package org.tokenquarry.experiment;

/**
 * The largest logits of one run.
 *
 * @param ids descending by logit, of equal logits the lower id first
 * @param logits of these ids
 */
record Head(int[] ids, float[] logits) {}
