package org.tokenquarry.image;

/** Why an image cannot be used. */
public enum Reason {
  /** There are no bytes. */
  EMPTY("empty", Retry.NEVER),
  /** The first bytes are those of no image format. */
  NOT_AN_IMAGE("not-an-image", Retry.NEVER),
  /** An image of a format or a coding that is not supported. */
  UNSUPPORTED_FORMAT("unsupported-format", Retry.NEVER),
  /** The file ends before its pixels do. */
  TRUNCATED("truncated", Retry.NEVER),
  /** The header or the pixels contradict the format. */
  CORRUPT("corrupt", Retry.NEVER),
  /** Width or height is 0 or negative. */
  BAD_DIMENSIONS("bad-dimensions", Retry.NEVER),
  /** The header declares more pixels than {@link ImageLimits#maxPixels}. */
  TOO_MANY_PIXELS("too-many-pixels", Retry.UNDER_OTHER_LIMITS),
  /** The file is longer than {@link ImageLimits#maxBytes}. */
  TOO_MANY_BYTES("too-many-bytes", Retry.UNDER_OTHER_LIMITS),
  /** The ratio of the sides is above {@link ImageLimits#maxAspectRatio}. */
  EXTREME_RATIO("extreme-ratio", Retry.UNDER_OTHER_LIMITS);

  private enum Retry {
    NEVER,
    UNDER_OTHER_LIMITS
  }

  private final String code;
  private final Retry retry;

  Reason(String code, Retry retry) {
    this.code = code;
    this.retry = retry;
  }

  /** A stable identifier in lower case with hyphens, as it is stored in tables. */
  public String code() {
    return code;
  }

  /**
   * Whether the same bytes may become readable: true if a limit, which can be changed, is the
   * reason.
   */
  public boolean retryable() {
    return retry == Retry.UNDER_OTHER_LIMITS;
  }
}
