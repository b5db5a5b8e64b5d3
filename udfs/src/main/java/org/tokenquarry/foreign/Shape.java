package org.tokenquarry.foreign;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The extents of a matrix.
 *
 * @param rows n, at least 1
 * @param width D, at least 1; n times D is at most {@link #MOST}
 */
record Shape(int rows, int width) {

  /** Numbers that an array of Java can hold. */
  static final int MOST = Integer.MAX_VALUE - 8;

  /**
   * The shape of a tensor as a file states it.
   *
   * @param extents of its dimensions
   * @param name of the file
   * @throws org.tokenquarry.error.UserException if it is no matrix, has no rows or no columns, or
   *     is too large
   */
  static Shape of(long[] extents, String name) {
    if (extents.length != 2 || Arrays.stream(extents).anyMatch(extent -> extent < 1)) {
      throw ForeignErrors.shape(name, text(extents));
    }
    if (extents[0] > MOST / extents[1]) {
      throw ForeignErrors.tooLarge(name, "a tensor of shape " + text(extents));
    }
    return new Shape((int) extents[0], (int) extents[1]);
  }

  private static String text(long[] extents) {
    String some =
        LongStream.of(extents).limit(8).mapToObj(Long::toString).collect(Collectors.joining(", "));
    return "[" + some + (extents.length > 8 ? ", …]" : "]");
  }

  /** How many numbers a matrix of this shape has. */
  int count() {
    return rows * width;
  }
}
