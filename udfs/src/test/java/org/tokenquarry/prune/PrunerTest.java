package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

class PrunerTest {

  private static final PrunerCatalogue.Parts PARTS =
      new PrunerCatalogue.Parts(
          new Codebook(Samples.gaussian(new Random(3), 4, 3)), List.of(17L, 18L));

  @Provide
  Arbitrary<SelectingPruner> selecting() {
    return Arbitraries.of(
        PrunerCatalogue.entries().stream()
            .flatMap(entry -> entry.factory().apply(PARTS).stream())
            .filter(SelectingPruner.class::isInstance)
            .map(SelectingPruner.class::cast)
            .toList());
  }

  @Property
  void exactlyTheBudgetIsKeptInSpatialOrder(
      @ForAll("selecting") SelectingPruner pruner,
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 14) int rows,
      @ForAll @IntRange(min = 1, max = 14) int cols) {
    ImageFeatures image = Samples.image(random, rows, cols);
    int budget = 1 + random.nextInt(rows * cols);

    int[] kept = pruner.keep(image, budget);

    assertThat(kept).hasSize(budget).isSorted().doesNotHaveDuplicates();
    assertThat(IntStream.of(kept)).allMatch(i -> i >= 0 && i < rows * cols);
    List<Pruned> several = pruner.prune(image, List.of(rows * cols, budget));
    assertThat(several.get(0).positions()).isEqualTo(IntStream.range(0, rows * cols).toArray());
    assertThat(several.get(1).positions()).as("again").isEqualTo(kept);
    assertThat(several.get(1).tokens(image.tokens()).row(0))
        .isEqualTo(image.tokens().projected().row(kept[0]));
  }

  @Property(tries = 50)
  void budgetsOutOfRangeAreRefused(
      @ForAll("selecting") SelectingPruner pruner, @ForAll Random random) {
    ImageFeatures tokens = Samples.image(random, 3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pruner.keep(tokens, 0))
        .withMessage("a budget of 0 tokens is not within 1 to 12");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pruner.keep(tokens, 13))
        .withMessage("a budget of 13 tokens is not within 1 to 12");
  }

  @Test
  void everyPrunerHasTheNameOfItsEntry() {
    for (PrunerCatalogue.Entry entry : PrunerCatalogue.entries()) {
      assertThat(entry.factory().apply(PARTS))
          .isNotEmpty()
          .allSatisfy(pruner -> assertThat(pruner.name()).isEqualTo(entry.name()));
      assertThat(PrunerCatalogue.named(entry.name())).contains(entry);
    }
    assertThat(PrunerCatalogue.named("best")).isEmpty();
    assertThat(PrunerCatalogue.named("random").orElseThrow().factory().apply(PARTS))
        .containsExactly(new RandomPruner(17), new RandomPruner(18));
    assertThat(NotCompared.methods())
        .allSatisfy(method -> assertThat(PrunerCatalogue.named(method.name())).isEmpty());
  }

  @Test
  void chanceDependsOnTheSeedAndTheImage() {
    ImageFeatures one = Samples.image(new Random(1), 12, 12);
    ImageFeatures other = Samples.image(new Random(2), 12, 12);

    int[] kept = new RandomPruner(1).keep(one, 20);

    assertThat(new RandomPruner(2).keep(one, 20)).isNotEqualTo(kept);
    assertThat(new RandomPruner(1).keep(other, 20)).isNotEqualTo(kept);
    assertThat(new RandomPruner(1).keep(one, 40)).contains(kept);
  }

  @Test
  void chanceIsFair() {
    int[] times = new int[9];
    for (int image = 0; image < 3000; image++) {
      for (int i : new RandomPruner(5).keep(Samples.image(new Random(image), 3, 3), 3)) {
        times[i]++;
      }
    }
    // 1000 expected each; 5 standard deviations are about 130.
    assertThat(IntStream.of(times)).allMatch(n -> Math.abs(n - 1000) < 130);
  }

  @Test
  void tiesOfSimilarityGoToTheLowerIndex() {
    ImageFeatures tokens = similar(0.5f, 0.9f, 0.5f, -0f, 0f);

    assertThat(ClsSimilarityPruner.mostSimilar().keep(tokens, 2)).containsExactly(0, 1);
    assertThat(ClsSimilarityPruner.leastSimilar().keep(tokens, 1)).containsExactly(3);
    assertThat(ClsSimilarityPruner.leastSimilar().keep(similar(1, 0f, -0f), 1)).containsExactly(1);
  }

  @Test
  void aSimilarityThatIsNotANumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClsSimilarityPruner.mostSimilar().keep(similar(0, Float.NaN), 1))
        .withMessage("the cosine to [CLS] of token 1 is NaN");
  }

  @Test
  void theMostRedundantTokensGoFirst() {
    Codebook codebook = new Codebook(new TokenMatrix(new float[] {2, 0}, 2));
    TokenMatrix projected = new TokenMatrix(new float[] {5, 0, 1, 1, 0, 1, -1, 0}, 2);
    ImageFeatures tokens = Samples.row(projected, new float[4]);

    assertThat(new CodebookPruner(codebook).keep(tokens, 3)).containsExactly(1, 2, 3);
    assertThat(new CodebookPruner(codebook).keep(tokens, 1)).containsExactly(3);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 4, 4, '5, 7, 13, 15'",
    "3, 3, 1, '4'",
    "2, 6, 3, '7, 9, 11'",
    "3, 3, 5, '0, 1, 2, 6, 8'"
  })
  void theUniformLatticeIsSpread(int rows, int cols, int budget, String expected) {
    int[] kept = new UniformGridPruner().keep(Samples.image(new Random(0), rows, cols), budget);

    assertThat(IntStream.of(kept).mapToObj(Integer::toString))
        .containsExactly(expected.split(", "));
  }

  private static ImageFeatures similar(float... cosine) {
    TokenMatrix zeros = new TokenMatrix(new float[cosine.length], 1);
    return new ImageFeatures(
        new VisualTokens(new TokenGrid(1, cosine.length), zeros, cosine),
        zeros,
        new float[cosine.length]);
  }
}
