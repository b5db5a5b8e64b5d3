package org.tokenquarry.image;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How large an image may be. All limits are checked before memory for pixels is allocated.
 *
 * <p>While it is decoded, an image takes up to 6 bytes of heap per pixel if it has 8 bits per
 * sample, 11 with 16 bits, 23 with 32-bit floats, and 27 in lossy WebP.
 *
 * @param maxBytes the longest file, in bytes
 * @param maxPixels the largest width times height
 * @param maxAspectRatio the largest quotient of the long and the short side
 */
public record ImageLimits(long maxBytes, long maxPixels, double maxAspectRatio)
    implements Serializable {

  /** 64 MiB, 50 million pixels (the largest common cameras) and 100 : 1 (beyond any panorama). */
  public static final ImageLimits DEFAULT = new ImageLimits(64L << 20, 50_000_000, 100);

  /**
   * Checks the limits themselves.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public ImageLimits {
    if (maxBytes < 1 || maxPixels < 1 || !(maxAspectRatio >= 1)) {
      throw new IllegalArgumentException(
          "limits below 1: %d bytes, %d pixels, ratio %s"
              .formatted(maxBytes, maxPixels, maxAspectRatio));
    }
  }

  /**
   * The limit behind a reason, with its value, such as {@code maxPixels=50000000}. As long as the
   * limit stays, the same bytes are refused again.
   *
   * @return empty if the reason does not depend on a limit
   */
  public Optional<String> behind(Reason reason) {
    return switch (reason) {
      case TOO_MANY_BYTES -> Optional.of("maxBytes=" + maxBytes);
      case TOO_MANY_PIXELS -> Optional.of("maxPixels=" + maxPixels);
      case EXTREME_RATIO -> Optional.of("maxAspectRatio=" + maxAspectRatio);
      default -> Optional.empty();
    };
  }

  /**
   * Refuses a file that is empty or too long.
   *
   * @throws UnreadableImageException if it is
   */
  public void checkLength(long bytes) throws UnreadableImageException {
    if (bytes == 0) {
      throw new UnreadableImageException(Reason.EMPTY, "The file has no bytes.");
    }
    if (bytes > maxBytes) {
      throw new UnreadableImageException(
          Reason.TOO_MANY_BYTES, "The file has %d bytes, over %d.".formatted(bytes, maxBytes));
    }
  }

  /** Each limit with its value, as {@link #behind} tells them. */
  public List<String> all() {
    return Arrays.stream(Reason.values()).map(this::behind).flatMap(Optional::stream).toList();
  }

  /** Refuses the size that a header declares. Sides are below 2^32, so no product overflows. */
  void checkSize(long width, long height) throws UnreadableImageException {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(
          Reason.BAD_DIMENSIONS, "The header says %d x %d pixels.".formatted(width, height));
    }
    if (width > maxPixels / height) {
      throw new UnreadableImageException(
          Reason.TOO_MANY_PIXELS,
          "The header says %d x %d pixels, over %d.".formatted(width, height, maxPixels));
    }
    if (Math.max(width, height) > maxAspectRatio * Math.min(width, height)) {
      throw new UnreadableImageException(
          Reason.EXTREME_RATIO,
          "The header says %d x %d pixels, beyond %s : 1."
              .formatted(width, height, maxAspectRatio));
    }
  }
}
