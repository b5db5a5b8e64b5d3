package org.tokenquarry.jobs.table;

/**
 * Thrown when another run did the same at the same time and was first. The command line exits with
 * 3.
 */
public final class ConcurrentRunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what the other run did. */
  public ConcurrentRunException(String message) {
    super(message);
  }
}
