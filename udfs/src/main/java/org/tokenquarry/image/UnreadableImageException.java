package org.tokenquarry.image;

/** Thrown when the bytes of an image cannot be turned into pixels; the message is one sentence. */
public final class UnreadableImageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /**
   * Reports an unreadable image.
   *
   * @param reason the stable reason
   * @param detail one sentence with the numbers that matter
   */
  public UnreadableImageException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /**
   * Reports an image that a reader failed to read.
   *
   * @param cause what the reader threw
   */
  public UnreadableImageException(Reason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  /** Why the image cannot be read. */
  public Reason reason() {
    return reason;
  }
}
