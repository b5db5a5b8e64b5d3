package org.tokenquarry.prune.question;

import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.RedundancyWeights;
import org.tokenquarry.token.ImageFeatures;

/**
 * {@link Mmtok} on the tokens of an image, where what a token adds to the coverage counts the less
 * the more redundant it is by a codebook: see {@link RedundancyWeights}. TokenQuarry's own, to see
 * what redundancy adds to the method.
 *
 * @param rule with its constants
 * @param codebook prototypes of the same projected space as the tokens
 */
public record RedundantMmtokPruner(Mmtok rule, Codebook codebook) implements QuestionPruner {

  /** The name in settings and tables. */
  public static final String NAME = "mmtok-redundancy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int[] rank(ImageFeatures image, Asked question, int most) {
    double[] weights = RedundancyWeights.of(codebook, image.tokens().projected());
    return rule.rank(
        image.tokens().projected(), image.features(), question.words().content(), weights, most);
  }
}
