package org.tokenquarry.prune.variant;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.RedundancyScore;
import org.tokenquarry.token.TokenMatrix;

/**
 * The published ways to probe one image (one crop, one frame) with a codebook. {@code C_ij} is the
 * cosine of token i to prototype j; a softmax has no temperature; rounding is half to even.
 *
 * <p>If no token would be left, the least redundant one is kept; of equals the one with the lower
 * index. For several crops that become one sequence see {@link FlattenedCrops}.
 */
public enum ProbingVariant {

  /** Keeps {@code max_j C_ij < setting}. How many tokens are left depends on the image. */
  THRESHOLD("threshold") {
    @Override
    int[] survivors(Codebook codebook, TokenMatrix tokens, double setting) {
      double[] scores = codebook.redundancy(tokens);
      return orLeast(below(scores, setting), scores);
    }
  },

  /**
   * Keeps the {@code round(L * setting)} smallest {@code max_j C_ij}; ties go to the lower index.
   */
  FIXED_NUMBER("fixed-number") {
    @Override
    int[] survivors(Codebook codebook, TokenMatrix tokens, double setting) {
      double[] scores = codebook.redundancy(tokens);
      int budget = Math.max(1, (int) Math.rint(scores.length * setting));
      return Ranking.smallest(scores, budget);
    }
  },

  /**
   * Drops the {@code round(L * (1 - setting))} largest {@code max_j softmax_j(C_i.)}, and all that
   * are equal to the last of them.
   *
   * <p>This measures how uneven a token's cosines are, so a token opposite to one prototype counts
   * as redundant.
   */
  SINGLE_SOFTMAX("single-softmax") {
    @Override
    int[] survivors(Codebook codebook, TokenMatrix tokens, double setting) {
      double[] scores = RedundancyScore.SINGLE_SOFTMAX.of(codebook, tokens);
      return orLeast(belowCut(scores, setting), scores);
    }
  },

  /** The same with {@code max_j [softmax_i(C_.j) * softmax_j(C_i.)]}. */
  DOUBLE_SOFTMAX("double-softmax") {
    @Override
    int[] survivors(Codebook codebook, TokenMatrix tokens, double setting) {
      double[] scores = RedundancyScore.DOUBLE_SOFTMAX.of(codebook, tokens);
      return orLeast(belowCut(scores, setting), scores);
    }
  };

  private final String code;

  ProbingVariant(String code) {
    this.code = code;
  }

  abstract int[] survivors(Codebook codebook, TokenMatrix tokens, double setting);

  /**
   * Chooses tokens.
   *
   * @param codebook n prototypes
   * @param tokens {@code [L, D]}, L at least 1, finite
   * @param setting in [0, 1]: the cosine threshold, or the share of tokens to keep
   * @return token indices, ascending, at least one
   * @throws IllegalArgumentException if the setting is out of range, there are no tokens, or they
   *     do not fit the codebook
   */
  public int[] keep(Codebook codebook, TokenMatrix tokens, double setting) {
    requireShare(setting);
    if (tokens.count() == 0) {
      throw new IllegalArgumentException("there are no tokens to choose from");
    }
    return survivors(codebook, tokens, setting);
  }

  /** A stable name for settings and tables. */
  public String code() {
    return code;
  }

  /**
   * The variant of a code.
   *
   * @throws IllegalArgumentException if there is none; the message lists the codes
   */
  public static ProbingVariant of(String code) {
    return Arrays.stream(values())
        .filter(variant -> variant.code.equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Arrays.stream(values())
                            .map(ProbingVariant::code)
                            .collect(
                                Collectors.joining(", ", "a probing variant is one of ", ", not "))
                        + code));
  }

  static void requireShare(double setting) {
    if (!(setting >= 0 && setting <= 1)) {
      throw new IllegalArgumentException(
          "a codebook is probed with a setting from 0 to 1, not " + setting);
    }
  }

  private static int[] belowCut(double[] scores, double keep) {
    int dropped = (int) Math.rint(scores.length * (1 - keep));
    if (dropped == 0) {
      return below(scores, Double.POSITIVE_INFINITY);
    }
    double[] ascending = scores.clone();
    Arrays.sort(ascending);
    return below(scores, ascending[scores.length - dropped]);
  }

  /** The indices of scores strictly below a bound, ascending. */
  static int[] below(double[] scores, double bound) {
    return IntStream.range(0, scores.length).filter(i -> scores[i] < bound).toArray();
  }

  private static int[] orLeast(int[] survivors, double[] scores) {
    return survivors.length > 0 ? survivors : new int[] {Ranking.indexOfSmallest(scores)};
  }
}
