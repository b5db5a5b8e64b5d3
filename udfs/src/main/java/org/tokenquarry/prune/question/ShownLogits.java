package org.tokenquarry.prune.question;

/** Runs the model on one question about one image, of which it is shown some visual tokens. */
@FunctionalInterface
public interface ShownLogits {

  /**
   * The logits of the first answer token. A pass through the whole model.
   *
   * @param shown indices of the tokens, ascending and distinct, at least one; each keeps the
   *     position that it has among all tokens
   * @return {@code [V] float32}
   */
  float[] of(int[] shown);
}
