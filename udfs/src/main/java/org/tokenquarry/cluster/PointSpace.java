package org.tokenquarry.cluster;

import java.io.Serializable;
import java.util.List;
import org.tokenquarry.token.TokenMatrix;

/**
 * Where the points of a clustering lie: what is needed to compare them in float.
 *
 * @param centre {@code [D]}: their mean, or any point near
 * @param largest the largest magnitude of an element
 */
public record PointSpace(double[] centre, double largest) implements Serializable {

  /**
   * What one block says about the space.
   *
   * @param sum {@code [D]}: of its points
   * @param count of its points
   * @param largest the largest magnitude of an element
   */
  public record Part(double[] sum, long count, double largest) implements Serializable {

    /** Looks at the points of a block. */
    public static Part of(TokenMatrix points) {
      double[] sum = new double[points.dim()];
      double largest = 0;
      float[] values = points.values();
      for (int from = 0; from < values.length; from += sum.length) {
        for (int d = 0; d < sum.length; d++) {
          sum[d] += values[from + d];
          largest = Math.max(largest, Math.abs(values[from + d]));
        }
      }
      return new Part(sum, points.count(), largest);
    }
  }

  /** The space of all blocks. */
  public static PointSpace of(List<Part> parts) {
    double[] centre = new double[parts.get(0).sum().length];
    long count = 0;
    double largest = 0;
    for (Part part : parts) {
      for (int d = 0; d < centre.length; d++) {
        centre[d] += part.sum()[d];
      }
      count += part.count();
      largest = Math.max(largest, part.largest());
    }
    for (int d = 0; d < centre.length; d++) {
      centre[d] /= count;
    }
    return new PointSpace(centre, largest);
  }

  Screen screen() {
    return Screen.of(centre, largest);
  }
}
