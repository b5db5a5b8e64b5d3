package org.tokenquarry.prune.question;

import java.util.stream.IntStream;
import org.tokenquarry.token.ImageFeatures;

/**
 * {@link Mmtok} on the tokens of an image. All may be kept; the published code leaves out patches
 * that show padding only, which an image that was cropped does not have.
 *
 * @param rule with its constants
 */
public record MmtokPruner(Mmtok rule) implements QuestionPruner {

  @Override
  public String name() {
    return "mmtok";
  }

  @Override
  public int[] rank(ImageFeatures image, Asked question, int most) {
    int[] all = IntStream.range(0, image.tokens().grid().size()).toArray();
    return rule.rank(
        image.tokens().projected(), image.features(), question.words().content(), all, most);
  }
}
