package org.tokenquarry.divergence;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much first-token logits change when visual tokens are ablated.
 *
 * <p>Both forms compare {@code P = softmax(reference[T])} with {@code Q = softmax(ablated[T])},
 * where T is the head vocabulary of the <em>reference</em>; {@code M = (P + Q) / 2}; {@code k =
 * |T|}. Both are symmetric in P and Q, and 0 if P and Q are equal. For small changes they are
 * {@code chi2 / 8}; the official form divides this by k. Values are in nats.
 *
 * <p>With {@code a = ln P - ln Q} per entry, {@code M / sqrt(PQ) = cosh(a/2)}, {@code P = M (1 +
 * tanh(a/2))} and {@code Q = M (1 - tanh(a/2))}. In this form no term is negative, and small
 * changes do not cancel.
 */
public enum DivergenceForm {

  /**
   * The published code: {@code (KL(M||P) + KL(M||Q)) / 2k}, with reversed arguments, and averaged
   * over the head. In [0, +infinity]. The published thresholds are for this form.
   *
   * <p>Logarithms are used, so probabilities may underflow. If a logit is -infinity on one side
   * only, the result is +infinity. An entry with -infinity on both sides counts 0.
   */
  OFFICIAL_CODE("official-code") {
    @Override
    double term(double mean, double halfLogRatio) {
      return mean * lnCosh(halfLogRatio);
    }

    @Override
    double scale(int head) {
      return 1.0 / head;
    }
  },

  /**
   * Jensen and Shannon: {@code KL(P||M)/2 + KL(Q||M)/2}. In [0, ln 2].
   *
   * <p>An entry whose probability is 0 on one side counts {@code ln 2} times its M; on both sides
   * it counts 0.
   */
  JENSEN_SHANNON("jensen-shannon") {
    @Override
    double term(double mean, double halfLogRatio) {
      double t = Math.tanh(Math.abs(halfLogRatio));
      double rest = 1 - t;
      // (1 - t) ln(1 - t) tends to 0 as the smaller probability does.
      double smaller = rest == 0 ? 0 : rest * Math.log1p(-t);
      return mean * ((1 + t) * Math.log1p(t) + smaller) / 2;
    }

    @Override
    double scale(int head) {
      return 1;
    }
  };

  private final String code;

  DivergenceForm(String code) {
    this.code = code;
  }

  /** What one entry adds to the sum, at least 0; {@code mean} is M, {@code halfLogRatio} is a/2. */
  abstract double term(double mean, double halfLogRatio);

  abstract double scale(int head);

  /**
   * Computes the divergence in double, in the order of the head.
   *
   * @param reference {@code [V]}, determines the head
   * @param ablated {@code [V]}; checked for NaN within the head only
   * @param head size of the head vocabulary, at least 1, clamped to V; 10 in the published settings
   * @return nats, never NaN, never below 0; for the upper limit see the form
   * @throws NonFiniteLogitException if a logit of the reference is NaN, a logit of the head is NaN
   *     or +infinity, or all logits of the head are -infinity
   * @throws IllegalArgumentException if the lengths differ
   */
  public double between(float[] reference, float[] ablated, int head) {
    requireEqualLengths(reference, ablated);
    return between(reference, ablated, HeadVocabulary.largest(reference, head));
  }

  /**
   * The same over the whole vocabulary, in the order of ids.
   *
   * @param reference {@code [V]}
   * @param ablated {@code [V]}
   * @return as {@link #between}
   * @throws NonFiniteLogitException if a logit is NaN or +infinity, or all are -infinity
   * @throws IllegalArgumentException if the lengths differ
   */
  public double overVocabulary(float[] reference, float[] ablated) {
    requireEqualLengths(reference, ablated);
    return between(reference, ablated, IntStream.range(0, reference.length).toArray());
  }

  private double between(float[] reference, float[] ablated, int[] ids) {
    HeadDistribution p = HeadDistribution.of(reference, ids);
    HeadDistribution q = HeadDistribution.of(ablated, ids);
    double sum = 0;
    for (int j = 0; j < p.size(); j++) {
      double mean = (p.probability(j) + q.probability(j)) / 2;
      if (mean > 0) {
        sum += term(mean, (p.logProbability(j) - q.logProbability(j)) / 2);
      }
    }
    return Math.max(0, sum * scale(p.size()));
  }

  private static void requireEqualLengths(float[] reference, float[] ablated) {
    if (reference.length != ablated.length) {
      throw new IllegalArgumentException(
          "logits of "
              + reference.length
              + " and "
              + ablated.length
              + " tokens cannot be compared");
    }
  }

  /** A stable name for settings and tables. */
  public String code() {
    return code;
  }

  /**
   * The form of a code.
   *
   * @throws IllegalArgumentException if there is none; the message lists the codes
   */
  public static DivergenceForm of(String code) {
    return Arrays.stream(values())
        .filter(form -> form.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(code)));
  }

  private static String unknown(String code) {
    return Arrays.stream(values())
        .map(DivergenceForm::code)
        .collect(Collectors.joining(" or ", "a divergence is ", ", not " + code));
  }

  private static double lnCosh(double x) {
    double size = Math.abs(x);
    if (size < 1) {
      double half = Math.sinh(size / 2);
      return Math.log1p(2 * half * half);
    }
    return size + Math.log1p(Math.exp(-2 * size)) - Math.log(2);
  }
}
