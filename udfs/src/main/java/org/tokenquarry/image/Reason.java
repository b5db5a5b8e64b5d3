package org.tokenquarry.image;

/** Why an image cannot be used. */
public enum Reason {
  /** There are no bytes. */
  EMPTY("empty", Retry.NEVER),
  /** The bytes begin like no image format at all. */
  NOT_AN_IMAGE("not-an-image", Retry.NEVER),
  /** An image, but of a format or a coding that is not read here. */
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
  /** The image is narrower than {@link ImageLimits#maxAspectRatio} allows. */
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

  /** A stable identifier in lower case with hyphens; tables hold it. */
  public String code() {
    return code;
  }

  /** Whether the same bytes can become readable: the verdict hangs on a limit, not on them. */
  public boolean retryable() {
    return retry == Retry.UNDER_OTHER_LIMITS;
  }
}
