package org.tokenquarry.divergence;

/** Thrown where logits make no distribution: one is NaN, or infinite where that has no meaning. */
public final class NonFiniteLogitException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  NonFiniteLogitException(String message) {
    super(message);
  }
}
