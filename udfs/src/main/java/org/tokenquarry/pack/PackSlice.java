package org.tokenquarry.pack;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some images of one pack, to be read by one task.
 *
 * @param file URI of the pack's file
 * @param fileBytes size of the file
 * @param positions of the images in the pack, ascending, at least one
 * @param bytes of these images together, about
 */
public record PackSlice(String file, long fileBytes, int[] positions, long bytes)
    implements Serializable {

  /** How many images these are. */
  public int images() {
    return positions.length;
  }

  /** The images {@code first .. last - 1} of this slice. */
  public PackSlice part(int first, int last) {
    long share = bytes * (last - first) / positions.length;
    return new PackSlice(file, fileBytes, Arrays.copyOfRange(positions, first, last), share);
  }

  /** Parts of at most so many images, which differ by at most one image. */
  public List<PackSlice> split(int most) {
    int parts = (images() + most - 1) / most;
    return IntStream.range(0, parts)
        .mapToObj(i -> part(start(i, parts), start(i + 1, parts)))
        .toList();
  }

  private int start(int part, int parts) {
    return Math.toIntExact((long) images() * part / parts);
  }
}
