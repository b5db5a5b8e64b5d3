package org.tokenquarry.jobs.calibrate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Thresholds as they are proposed: short numbers, strictly above the quantiles that they stand for.
 *
 * @param maxTop1Probability in (0, 1]
 * @param maxDivergence positive, nats
 */
public record Thresholds(double maxTop1Probability, double maxDivergence) {

  private static final MathContext DIGITS = new MathContext(6, RoundingMode.FLOOR);

  /**
   * For a score of 0, which has no next number of six digits; a divergence this small means equal.
   */
  private static final double ABOVE_ZERO = 1e-12;

  /**
   * The thresholds just above two scores.
   *
   * @param top1Probability a quantile of the top-1 probability
   * @param divergence a quantile of the combined divergence
   */
  static Thresholds above(double top1Probability, double divergence) {
    return new Thresholds(Math.min(1, above(top1Probability)), above(divergence));
  }

  /**
   * The next number of six significant digits above a score. A token must lie strictly below a
   * threshold, so the token at the quantile passes too.
   *
   * @param score finite, at least 0
   */
  static double above(double score) {
    if (score <= 0) {
      return ABOVE_ZERO;
    }
    BigDecimal below = BigDecimal.valueOf(score).round(DIGITS);
    BigDecimal unit = BigDecimal.ONE.movePointLeft(DIGITS.getPrecision() - digitsBefore(below));
    return below.add(unit).doubleValue();
  }

  /** Digits before the decimal point; negative where zeros follow it. */
  private static int digitsBefore(BigDecimal number) {
    return number.precision() - number.scale();
  }
}
