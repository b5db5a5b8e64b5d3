package org.tokenquarry.task;

import java.io.Serializable;
import java.util.List;
import org.tokenquarry.pack.WrittenFile;

/**
 * What came of the images of one slice: small enough for the driver.
 *
 * @param findings the file with one row for each probed token; null if no image was examined
 * @param examined the images with findings, each with its counts
 * @param refused the other images
 */
public record ExaminedSlice(
    WrittenFile findings, List<TokenCounts> examined, List<RefusedImage> refused)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Copies the lists. */
  public ExaminedSlice {
    examined = List.copyOf(examined);
    refused = List.copyOf(refused);
  }

  /** How many images these are. */
  public int images() {
    return examined.size() + refused.size();
  }

  /**
   * An image that was not examined.
   *
   * @param reason a stable code
   * @param detail one sentence
   * @param exceeded the limit that the reason comes from; null if it comes from none
   */
  public record RefusedImage(String imageId, String reason, String detail, String exceeded)
      implements Serializable {}
}
