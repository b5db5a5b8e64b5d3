package org.tokenquarry.intake;

import java.io.Serializable;

/**
 * An image that a task has written into a pack.
 *
 * @param imageId sha256 of the bytes
 * @param uri from where it was read first
 * @param position in the pack, from 0
 * @param bytes size of the file
 * @param width in px, after the orientation was applied
 * @param height likewise
 * @param format such as {@code jpeg}
 */
public record TakenImage(
    String imageId, String uri, int position, long bytes, int width, int height, String format)
    implements Serializable {

  /** The same image at another position. */
  public TakenImage at(int other) {
    return new TakenImage(imageId, uri, other, bytes, width, height, format);
  }
}
