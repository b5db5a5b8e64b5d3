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

    /** With one point more, which changes this object's sum. */
    public Part with(float[] point) {
      double extent = largest;
      for (int d = 0; d < sum.length; d++) {
        sum[d] += point[d];
        extent = Math.max(extent, Math.abs(point[d]));
      }
      return new Part(sum, count + 1, extent);
    }

    /** Looks at the points of a block. */
    public static Part of(TokenMatrix points) {
      Part part = new Part(new double[points.dim()], 0, 0);
      for (int i = 0; i < points.count(); i++) {
        part = part.with(points.row(i));
      }
      return part;
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
