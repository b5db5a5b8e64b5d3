package org.tokenquarry.intake;

import org.tokenquarry.task.Refusal;

/** A source, or the rest of it, cannot be read. */
final class UnreadableSourceException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  UnreadableSourceException(Refusal refusal, Throwable cause) {
    super(refusal.detail(), cause);
    this.refusal = refusal;
  }

  /** Why. */
  Refusal refusal() {
    return refusal;
  }
}
