package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.ImageFeatures;

/**
 * A rule that has no budget: the image says how many tokens stay, the same at every budget. At
 * least one stays.
 */
public final class AdaptivePruner implements Pruner {

  private final String name;
  private final Function<ImageFeatures, int[]> rule;

  private AdaptivePruner(String name, Function<ImageFeatures, int[]> rule) {
    this.name = name;
    this.rule = rule;
  }

  /** {@link SmsStyle}, cut at the inflection of its curve: see {@link SmsInflection}. */
  public static AdaptivePruner sms() {
    return new AdaptivePruner(
        "sms-style-inflection",
        image ->
            Arrays.stream(new SmsStyle().rank(image, image.tokens().grid().size()))
                .limit(SmsInflection.of(image))
                .sorted()
                .toArray());
  }

  /**
   * The tokens that are informative by a codebook, where {@link OtsuSplit} divides those of the
   * image. TokenQuarry's own: the first step of {@link CodebookDiversePruner}.
   *
   * @param codebook prototypes of the same projected space as the tokens
   */
  public static AdaptivePruner otsu(Codebook codebook) {
    return new AdaptivePruner("codebook-otsu", image -> informative(codebook, image));
  }

  private static int[] informative(Codebook codebook, ImageFeatures image) {
    double[] redundancy = codebook.redundancy(image.tokens().projected());
    BitSet informative = OtsuSplit.upper(redundancy);
    informative.flip(0, redundancy.length);
    return informative.isEmpty()
        ? new int[] {Ranking.indexOfSmallest(redundancy)}
        : informative.stream().toArray();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Pruned> prune(ImageFeatures image, List<Integer> budgets) {
    return Collections.nCopies(budgets.size(), new Pruned.Kept(rule.apply(image)));
  }
}
