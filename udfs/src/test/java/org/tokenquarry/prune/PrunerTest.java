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
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

class PrunerTest {

  private static final List<Pruner> PRUNERS =
      List.of(
          new RandomPruner(17),
          ClsSimilarityPruner.mostSimilar(),
          ClsSimilarityPruner.leastSimilar(),
          new UniformGridPruner(),
          new CodebookPruner(new Codebook(Samples.gaussian(new Random(3), 4, 3))));

  @Provide
  Arbitrary<Pruner> pruners() {
    return Arbitraries.of(PRUNERS);
  }

  @Property
  void exactly_the_budget_is_kept_in_spatial_order(
      @ForAll("pruners") Pruner pruner,
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 14) int rows,
      @ForAll @IntRange(min = 1, max = 14) int cols) {
    VisualTokens tokens = Samples.tokens(random, rows, cols);
    int budget = 1 + random.nextInt(rows * cols);

    int[] kept = pruner.keep(tokens, budget);

    assertThat(kept).hasSize(budget).isSorted().doesNotHaveDuplicates();
    assertThat(IntStream.of(kept)).allMatch(i -> i >= 0 && i < rows * cols);
    assertThat(pruner.keep(tokens, budget)).as("again").isEqualTo(kept);
    assertThat(pruner.keep(tokens, rows * cols))
        .isEqualTo(IntStream.range(0, rows * cols).toArray());
  }

  @Property(tries = 50)
  void budgets_out_of_range_are_refused(@ForAll("pruners") Pruner pruner, @ForAll Random random) {
    VisualTokens tokens = Samples.tokens(random, 3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pruner.keep(tokens, 0))
        .withMessage("a budget of 0 tokens is not within 1 to 12");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pruner.keep(tokens, 13))
        .withMessage("a budget of 13 tokens is not within 1 to 12");
  }

  @Test
  void names_are_distinct() {
    assertThat(PRUNERS)
        .extracting(Pruner::name)
        .containsExactly(
            "random", "cls-most-similar", "cls-least-similar", "uniform-grid", "codebook");
  }

  @Test
  void chance_depends_on_the_seed_and_the_image() {
    VisualTokens one = Samples.tokens(new Random(1), 12, 12);
    VisualTokens other = Samples.tokens(new Random(2), 12, 12);

    int[] kept = new RandomPruner(1).keep(one, 20);

    assertThat(new RandomPruner(2).keep(one, 20)).isNotEqualTo(kept);
    assertThat(new RandomPruner(1).keep(other, 20)).isNotEqualTo(kept);
    assertThat(new RandomPruner(1).keep(one, 40)).contains(kept);
  }

  @Test
  void chance_is_fair() {
    int[] times = new int[9];
    for (int image = 0; image < 3000; image++) {
      for (int i : new RandomPruner(5).keep(Samples.tokens(new Random(image), 3, 3), 3)) {
        times[i]++;
      }
    }
    // 1000 expected each; 5 standard deviations are about 130.
    assertThat(IntStream.of(times)).allMatch(n -> Math.abs(n - 1000) < 130);
  }

  @Test
  void ties_of_similarity_go_to_the_lower_index() {
    VisualTokens tokens = similar(0.5f, 0.9f, 0.5f, -0f, 0f);

    assertThat(ClsSimilarityPruner.mostSimilar().keep(tokens, 2)).containsExactly(0, 1);
    assertThat(ClsSimilarityPruner.leastSimilar().keep(tokens, 1)).containsExactly(3);
    assertThat(ClsSimilarityPruner.leastSimilar().keep(similar(1, 0f, -0f), 1)).containsExactly(1);
  }

  @Test
  void a_similarity_that_is_not_a_number_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClsSimilarityPruner.mostSimilar().keep(similar(0, Float.NaN), 1))
        .withMessage("the cosine of token 1 to [CLS] is NaN");
  }

  @Test
  void the_most_redundant_tokens_go_first() {
    Codebook codebook = new Codebook(new TokenMatrix(new float[] {2, 0}, 2));
    TokenMatrix projected = new TokenMatrix(new float[] {5, 0, 1, 1, 0, 1, -1, 0}, 2);
    VisualTokens tokens = new VisualTokens(new TokenGrid(2, 2), projected, new float[4]);

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
  void the_uniform_lattice_is_spread(int rows, int cols, int budget, String expected) {
    int[] kept = new UniformGridPruner().keep(Samples.tokens(new Random(0), rows, cols), budget);

    assertThat(IntStream.of(kept).mapToObj(Integer::toString))
        .containsExactly(expected.split(", "));
  }

  private static VisualTokens similar(float... cosine) {
    return new VisualTokens(
        new TokenGrid(1, cosine.length), new TokenMatrix(new float[cosine.length], 1), cosine);
  }
}
