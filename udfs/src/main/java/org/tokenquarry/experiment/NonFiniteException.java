package org.tokenquarry.experiment;

/**
 * Thrown when the model answers an image with NaN or an infinite number. The image is put into
 * quarantine.
 */
public final class NonFiniteException extends Exception {

  private static final long serialVersionUID = 1L;

  NonFiniteException(String message) {
    super(message);
  }
}
