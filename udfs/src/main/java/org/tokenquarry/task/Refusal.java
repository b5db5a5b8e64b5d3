package org.tokenquarry.task;

import java.io.Serializable;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.UnreadableImageException;

/**
 * Why an image goes into quarantine.
 *
 * @param reason a stable code
 * @param detail one sentence for people
 * @param retryable whether the same image may be accepted another time
 * @param exceeded the limit that the reason comes from, see {@link ImageLimits#behind}; null where
 *     no limit is exceeded
 */
public record Refusal(String reason, String detail, boolean retryable, String exceeded)
    implements Serializable {

  /** Of an image that cannot be decoded. */
  public static Refusal of(UnreadableImageException cause, ImageLimits limits) {
    return new Refusal(
        cause.reason().code(),
        cause.getMessage(),
        cause.reason().retryable(),
        limits.behind(cause.reason()).orElse(null));
  }
}
