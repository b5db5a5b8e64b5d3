package org.tokenquarry.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * HoloV (NeurIPS 2025, arXiv 2510.02912), as its code for LLaVA has it: divides the budget among
 * crops of the image, and keeps the most attended tokens of each.
 *
 * <p>A crop is a run of {@code N / crops} tokens in spatial order, not a block; the first {@code N
 * mod crops} have one more, and empty ones do not count. With attention {@code A = 1000 a} and the
 * variance {@code var_i} of a token's cosines to its crop, a token scores {@code A_i + 0.09 var_i
 * mean(A) / (mean(var) + 1e-6)}, and a crop the mean of its tokens. The mean takes the variance out
 * again, so a crop scores about {@code 1.09 mean(A)}. A crop of one token scores a.
 *
 * <p>Crops get {@code floor(m score / (sum of scores + 1e-6))} tokens, and the crops with the
 * largest scores one more each, as far as there are some left. A crop that gets more tokens than it
 * has keeps all. The published code fills the gap with rows of zeros; here there are none, so
 * <b>fewer tokens than the budget may be kept</b>, and a larger budget need not contain a smaller
 * one. Ties go to the lower index.
 *
 * @param crops how many, at least 1
 */
public record HoloV(int crops) implements Pruner {

  /** As published. */
  public static final HoloV PUBLISHED = new HoloV(16);

  /** Its constant. The weight of the variance is none: it changes next to nothing, see above. */
  public static final TunableMethod<Pruner> TUNABLE =
      new TunableMethod<>(
          "holov",
          List.of(
              new Constant(
                  "crops",
                  PUBLISHED.crops,
                  List.of(1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 24.0, 32.0, 48.0, 64.0, 96.0),
                  Bounds.whole(1, 1_000_000))),
          values -> new HoloV(values.whole("crops")));

  private static final double ATTENTION_SCALE = 1000;
  private static final double VARIANCE_WEIGHT = 0.09;
  private static final double OFFSET = 1e-6;

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public HoloV {
    if (crops < 1) {
      throw new IllegalArgumentException("HoloV needs at least 1 crop, not " + crops);
    }
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("crops", (double) crops));
  }

  @Override
  public List<Pruned> prune(ImageFeatures image, List<Integer> budgets) {
    float[] attention = image.clsAttention();
    PrunerChecks.requireNumbers(attention, ClsAttentionPruner.WHAT);
    budgets.forEach(budget -> PrunerChecks.requireBudget(budget, attention.length));
    List<int[]> parts = parts(attention.length);
    double[] scores =
        parts.stream()
            .mapToDouble(crop -> score(image.tokens().projected(), attention, crop))
            .toArray();
    return budgets.stream()
        .<Pruned>map(budget -> new Pruned.Kept(kept(parts, shares(scores, budget), attention)))
        .toList();
  }

  private List<int[]> parts(int count) {
    List<int[]> parts = new ArrayList<>();
    int from = 0;
    for (int crop = 0; crop < crops && from < count; crop++) {
      int to = from + count / crops + (crop < count % crops ? 1 : 0);
      parts.add(IntStream.range(from, to).toArray());
      from = to;
    }
    return parts;
  }

  private static double score(TokenMatrix tokens, float[] attention, int[] crop) {
    double attended = IntStream.of(crop).mapToDouble(i -> attention[i]).average().orElseThrow();
    if (crop.length == 1) {
      return attended;
    }
    double scaled = ATTENTION_SCALE * attended;
    double variance = meanVariance(cosines(tokens.rows(crop)));
    return scaled + VARIANCE_WEIGHT * variance * (scaled / (variance + OFFSET));
  }

  /**
   * Cosines of a crop, with the published offset of lengths and without those of a token to itself.
   */
  private static double[][] cosines(TokenMatrix tokens) {
    double[][] cosines = Cosines.between(tokens);
    double[] norms = Cosines.norms(tokens);
    double[] shrunk = Arrays.stream(norms).map(norm -> norm / (norm + OFFSET)).toArray();
    for (int i = 0; i < norms.length; i++) {
      for (int j = 0; j < norms.length; j++) {
        cosines[i][j] = i == j ? 0 : cosines[i][j] * shrunk[i] * shrunk[j];
      }
    }
    return cosines;
  }

  private static double meanVariance(double[][] cosines) {
    double sum = 0;
    int others = cosines.length - 1;
    for (double[] row : cosines) {
      double mean = Arrays.stream(row).sum() / others;
      sum += Arrays.stream(row).map(c -> (c - mean) * (c - mean)).sum() / others;
    }
    return sum / cosines.length;
  }

  /** How many tokens each crop gets, possibly more than it has. */
  static int[] shares(double[] scores, int budget) {
    double sum = Arrays.stream(scores).sum() + OFFSET;
    int[] shares = Arrays.stream(scores).mapToInt(score -> (int) (score / sum * budget)).toArray();
    int left = budget - IntStream.of(shares).sum();
    for (int crop : Ranking.largest(scores, left)) {
      shares[crop]++;
    }
    return shares;
  }

  private static int[] kept(List<int[]> parts, int[] shares, float[] attention) {
    return IntStream.range(0, shares.length)
        .flatMap(
            crop -> {
              int[] tokens = parts.get(crop);
              return Arrays.stream(Ranking.rising(tokens.length, i -> -attention[tokens[i]]))
                  .limit(shares[crop])
                  .map(i -> tokens[i]);
            })
        .sorted()
        .toArray();
  }
}
