package org.tokenquarry.experiment;

/** Thrown when the model gives NaN or an infinite number for an image. The image is quarantined. */
public final class NonFiniteException extends Exception {

  private static final long serialVersionUID = 1L;

  NonFiniteException(String message) {
    super(message);
  }
}
