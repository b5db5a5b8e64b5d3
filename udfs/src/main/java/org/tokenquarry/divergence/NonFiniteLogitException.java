package org.tokenquarry.divergence;

/** Thrown if logits do not define a distribution: one is NaN, or infinite where it must not be. */
public final class NonFiniteLogitException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  NonFiniteLogitException(String message) {
    super(message);
  }
}
