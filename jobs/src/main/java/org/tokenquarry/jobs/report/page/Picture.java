package org.tokenquarry.jobs.report.page;

import java.util.Base64;
import java.util.Set;

/**
 * An image as the model saw it: after resizing and cropping, so that its token grid covers all of
 * it.
 *
 * @param imageId sha256 of the source's bytes
 * @param name the name that is shown, usually the file name
 * @param mediaType image/png or image/jpeg
 * @param bytes the encoded picture, which is embedded unchanged
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record Picture(
    String imageId, String name, String mediaType, byte[] bytes, int width, int height) {

  private static final Set<String> MEDIA_TYPES = Set.of("image/png", "image/jpeg");

  /** Pictures narrower than this, in pixels, are enlarged without blur. */
  private static final int SMALL = 160;

  /**
   * Checks type and size.
   *
   * @throws IllegalArgumentException if it is neither PNG nor JPEG, or has no pixels
   */
  public Picture {
    if (!MEDIA_TYPES.contains(mediaType)) {
      throw new IllegalArgumentException("a picture is PNG or JPEG, not " + mediaType);
    }
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture has pixels, not " + width + "x" + height);
    }
  }

  /** The picture as a data URI. */
  public String dataUri() {
    return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  /** Whether it is so small that its pixels should stay visible squares when it is enlarged. */
  public boolean small() {
    return width < SMALL;
  }
}
