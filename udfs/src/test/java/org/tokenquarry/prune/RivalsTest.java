package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/** What the published cases of the newer pruners do not show. */
class RivalsTest {

  private static final List<Pruner> BY_ATTENTION =
      List.of(
          Scope.PUBLISHED,
          new Mmr(Mmr.Importance.CLS_ATTENTION),
          new PruneSid(),
          HoloV.PUBLISHED,
          AgilePrunerStyle.DEFAULT);

  @Property(tries = 100)
  void holoVKeepsAtMostTheBudget(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 9) int cols) {
    ImageFeatures image = Samples.image(random, rows, cols);
    int budget = 1 + random.nextInt(rows * cols);

    int[] kept = HoloV.PUBLISHED.prune(image, List.of(budget)).get(0).positions();

    assertThat(kept).isSorted().doesNotHaveDuplicates().hasSizeBetween(1, budget);
  }

  @Test
  void holoVGivesOneTokenEachWhereNothingIsAttended() {
    TokenMatrix tokens = Samples.gaussian(new Random(1), 4, 2);
    List<Pruned> pruned = new HoloV(2).prune(Samples.row(tokens, new float[4]), List.of(3));
    assertThat(pruned.get(0).positions()).containsExactly(0, 2);
  }

  @Property(tries = 100)
  void downsamplingStaysNearTheBudget(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 9) int cols) {
    ImageFeatures image = Samples.image(random, rows, cols);
    int budget = 1 + random.nextInt(rows * cols);

    List<Pruned> pruned = new GridDownsampling().prune(image, List.of(rows * cols, budget));

    assertThat(pruned.get(0).tokens(image.tokens()).values())
        .as("a grid of the same size")
        .isEqualTo(image.tokens().projected().values());
    assertThat(pruned.get(1).positions()).isSorted().doesNotHaveDuplicates();
    assertThat(pruned.get(1).count()).isBetween(1, rows * cols);
    assertThat(IntStream.of(pruned.get(1).positions())).allMatch(i -> i < rows * cols);
  }

  @Test
  void attentionThatIsNotANumberIsRefused() {
    ImageFeatures image = Samples.row(new TokenMatrix(new float[] {1, 2}, 1), 0, Float.NaN);
    for (Pruner pruner : BY_ATTENTION) {
      assertThatIllegalArgumentException()
          .as(pruner.name())
          .isThrownBy(() -> pruner.prune(image, List.of(1)))
          .withMessage("the attention of [CLS] of token 1 is NaN");
    }
  }

  @Test
  void tokensThatAreNotNumbersAreRefused() {
    ImageFeatures image = Samples.row(new TokenMatrix(new float[] {1, Float.NaN}, 1), 0, 0);
    List<Pruner> comparing =
        List.of(
            new MeanCosine(),
            Scope.PUBLISHED,
            new Mmr(Mmr.Importance.MEAN_COSINE),
            new PruneSid(),
            AgilePrunerStyle.DEFAULT,
            new DartProxy());
    for (Pruner pruner : comparing) {
      assertThatIllegalArgumentException()
          .as(pruner.name())
          .isThrownBy(() -> pruner.prune(image, List.of(1)))
          .withMessage("a token holds NaN or infinite elements");
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scope(-1))
        .withMessage("SCOPE needs an alpha of at least 0, not -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mmr(Mmr.Importance.MEAN_COSINE, 1.5))
        .withMessage("MMR needs a lambda from 0 to 1, not 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HoloV(0))
        .withMessage("HoloV needs at least 1 crop, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AgilePrunerStyle(OptionalDouble.of(0), 0.5))
        .withMessageStartingWith("AgilePruner's rule needs a mean erank above 0, a step above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dart(0, 0))
        .withMessage("DART needs pivots, not 0 and 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VisPruner(2))
        .withMessage("VisPruner needs a share of attended tokens from 0 to 1, not 2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VisionZip(-1))
        .withMessage("VisionZip needs a share of contextual tokens from 0 to 1, not -1.0");
  }

  @Test
  void theSharesOfPublishedMethodsCanBeMoved() {
    float[] attention = {0, 0, 0, 9, 0, 0, 0, 0, 8, 7};
    ImageFeatures image =
        Samples.row(Samples.gaussian(new Random(2), attention.length, 3), attention);
    assertThat(new VisPruner(1).keep(image, 3)).containsExactly(3, 8, 9);
    assertThat(new VisionZip(0).keep(image, 3)).containsExactly(3, 8, 9);
    assertThat(new VisionZip(1).keep(image, 3)).containsExactly(0, 3, 6);
  }

  @Test
  void oneTokenHasOneDirection() {
    ImageFeatures image = Samples.row(new TokenMatrix(new float[] {0, 0}, 2), 0);
    assertThat(new PruneSid().keep(image, 1)).containsExactly(0);
    assertThat(AgilePrunerStyle.erank(image.tokens().projected())).isEqualTo(1);
  }

  @Test
  void equalTokensAreOneGroup() {
    float[] values = new float[12];
    Arrays.fill(values, 0.25f);
    values[0] = 1;
    values[3] = 1;
    values[6] = 1;
    values[9] = 1;
    TokenMatrix tokens = new TokenMatrix(values, 3);
    assertThat(SidGroups.of(SidGroups.directions(tokens), 3).of()).containsExactly(0, 0, 0, 0);
    assertThat(new PruneSid().keep(Samples.row(tokens, 1, 3, 2, 4), 3)).containsExactly(1, 2, 3);
  }

  @Test
  void quotasNeverExceedTheirGroups() {
    assertThat(SidQuotas.of(new int[] {3, 0, 1}, new int[] {1, 0, 1}, 5)).containsExactly(3, 0, 1);
    assertThat(SidQuotas.of(new int[] {9, 4}, new int[] {6, 2}, 9)).containsExactly(5, 3);
  }

  @Test
  void equalTokensAreAsLikeAsCanBe() {
    TokenMatrix tokens = new TokenMatrix(new float[] {1, 0, 0, 3, 2, 0, 0, 0}, 2);
    assertThat(MeanCosine.scores(tokens)).containsExactly(2, 1, 2, 0);
    assertThat(MeanCosine.scores(tokens.rows(new int[] {3}))).containsExactly(0);
  }

  @Test
  void dimensionsOfAnImageAreCounted() {
    TokenMatrix axes = new TokenMatrix(new float[] {2, 0, 0, 2}, 2);
    assertThat(AgilePrunerStyle.erank(axes)).isCloseTo(2, within(1e-12));
  }
}
