package org.tokenquarry.jobs.evaluate;

import java.util.Arrays;
import java.util.Random;

/**
 * The 95 % interval of an accuracy: images are drawn with replacement, questions stay with their
 * image.
 */
final class Bootstrap {

  private static final double TAIL = 0.025;
  private static final long SEED = 20250320;

  private final int resamples;

  /**
   * Prepares the bootstrap.
   *
   * @param resamples at least 1
   */
  Bootstrap(int resamples) {
    this.resamples = resamples;
  }

  /**
   * An interval.
   *
   * @param low 2.5th percentile
   * @param high 97.5th percentile
   */
  record Interval(double low, double high) {}

  /**
   * Resamples.
   *
   * @param right questions answered rightly, by image
   * @param asked questions asked, by image
   */
  Interval interval(double[] right, double[] asked) {
    // java.util.Random's sequence is part of its contract; one seed makes figures reproducible.
    Random random = new Random(SEED);
    double[] accuracies = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      double rightDrawn = 0;
      double askedDrawn = 0;
      for (int j = 0; j < right.length; j++) {
        int image = random.nextInt(right.length);
        rightDrawn += right[image];
        askedDrawn += asked[image];
      }
      accuracies[i] = rightDrawn / askedDrawn;
    }
    Arrays.sort(accuracies);
    int low = (int) Math.floor(TAIL * (resamples - 1));
    int high = (int) Math.ceil((1 - TAIL) * (resamples - 1));
    return new Interval(accuracies[low], accuracies[high]);
  }
}
