package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

class AdaptivePrunerTest {

  private static final Codebook RIGHT = new Codebook(new TokenMatrix(new float[] {1, 0}, 2));

  @Test
  void theBudgetDoesNotMatter() {
    ImageFeatures image = Samples.image(new Random(4), 6, 7);
    List<Pruned> kept = AdaptivePruner.sms().prune(image, List.of(3, 20));
    assertThat(kept.get(0)).isEqualTo(kept.get(1));
    assertThat(kept.get(0).count()).isEqualTo(SmsInflection.of(image));
    assertThat(kept.get(0).positions()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void informativeTokensStay() {
    ImageFeatures image =
        Samples.row(new TokenMatrix(new float[] {1, 0, 0, 1, 5, 0.1f, -1, 0.2f}, 2), new float[4]);
    assertThat(AdaptivePruner.otsu(RIGHT).prune(image, List.of(1)).get(0).positions())
        .containsExactly(1, 3);
  }

  @Test
  void ofEqualTokensOneStays() {
    ImageFeatures image =
        Samples.row(new TokenMatrix(new float[] {1, 0, 2, 0, 3, 0}, 2), new float[3]);
    assertThat(AdaptivePruner.otsu(RIGHT).prune(image, List.of(2)).get(0).positions())
        .containsExactly(0);
  }

  @Test
  void redundancyWeighsDownWhatScopeWouldKeep() {
    TokenMatrix tokens = new TokenMatrix(new float[] {1, 0, 0, 1, 1, 1}, 2);
    ImageFeatures image =
        new ImageFeatures(
            Samples.row(tokens, new float[3]).tokens(), tokens, new float[] {0.5f, 0.3f, 0.1f});
    assertThat(Scope.PUBLISHED.rank(image, 1)).containsExactly(0);
    assertThat(new RedundantScope(RIGHT).rank(image, 1)).containsExactly(1);
    assertThat(RedundancyWeights.of(RIGHT, tokens)[0]).isZero();
    assertThat(RedundancyWeights.of(RIGHT, tokens)[1]).isEqualTo(1);
  }
}
