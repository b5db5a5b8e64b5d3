package org.tokenquarry.cluster;

import org.tokenquarry.token.TokenMatrix;

/**
 * What points are compared in: float32, around a common centre, with a proven error.
 *
 * <p>A point {@code x} becomes {@code x'' = float((x - c) 2^-s)}, whose elements are at most 1. For
 * two points with squared lengths {@code a} and {@code b} (in double) and the product {@code p =
 * x''y''} in float, the squared distance in these units is {@code v = a + b - 2 p}, up to {@code
 * error (a + b) + 2 FLOOR}. The bound is separable, so a point carries its share: {@link
 * ScreenedPoints}.
 *
 * <p>The centre shortens the vectors, and so the error; any centre is correct. Where {@code u =
 * 2^-24}, the terms of {@code error} are:
 *
 * <ul>
 *   <li>the product: {@code DEPTH} roundings within a slice, in any order, and one for each slice,
 *       {@code k u / (1 - k u)} of {@code |x''||y''| <= (a + b) / 2}, taken twice;
 *   <li>the rounding of the elements: {@code 2.1 u (|x''| + |y''|)^2 <= 4.2 u (a + b)};
 *   <li>the comparison in float: 3 roundings of numbers below {@code 2 (a + b)};
 *   <li>the distance in double, which this one is compared with: {@code (D + 8) 2^-53} of at most
 *       {@code 2 (a + b)}.
 * </ul>
 *
 * @param centre {@code [D]}
 * @param exponent s
 */
record Screen(double[] centre, int exponent) {

  /** Dimensions that are multiplied at once; each slice of so many starts from zero. */
  static final int DEPTH = 512;

  private static final double ROUNDING = 0x1p-24;

  /** What underflow may add, for each dimension, flushing to zero included. */
  private static final double UNDERFLOW = 0x1p-120;

  /**
   * The screen of a set of points.
   *
   * @param centre {@code [D]}, finite
   * @param largest no element of a point is larger in magnitude
   */
  static Screen of(double[] centre, double largest) {
    double farthest = 0;
    for (double element : centre) {
      farthest = Math.max(farthest, Math.abs(element));
    }
    double reach = largest + farthest;
    return new Screen(centre, reach == 0 ? 0 : Math.getExponent(reach) + 1);
  }

  int dim() {
    return centre.length;
  }

  /** The share of {@code a + b} that a squared distance may be wrong by. */
  double error() {
    int slices = (dim() + DEPTH - 1) / DEPTH;
    double roundings = Math.min(dim(), DEPTH) + slices + 16;
    return roundings * ROUNDING * (1 + 0x1p-3) + dim() * 0x1p-50;
  }

  /** What a squared distance may be wrong by besides, half of it. */
  double floor() {
    return dim() * UNDERFLOW;
  }

  /** Elements of points in the units of the screen, slice by slice: {@code [rows, depth]} each. */
  float[][] slices(TokenMatrix points) {
    float[] values = points.values();
    int count = points.count();
    double unit = Math.scalb(1.0, -exponent);
    float[][] slices = new float[(dim() + DEPTH - 1) / DEPTH][];
    for (int s = 0; s < slices.length; s++) {
      int first = s * DEPTH;
      int depth = Math.min(DEPTH, dim() - first);
      float[] slice = new float[count * depth];
      for (int i = 0; i < count; i++) {
        int from = i * dim() + first;
        for (int d = 0; d < depth; d++) {
          slice[i * depth + d] = (float) ((values[from + d] - centre[first + d]) * unit);
        }
      }
      slices[s] = slice;
    }
    return slices;
  }

  /** A mean square of differences, as {@link DpcKnn} computes it, in the units of the screen. */
  double units(double square) {
    return Math.scalb(square * dim(), -2 * exponent);
  }
}
