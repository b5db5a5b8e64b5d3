package org.tokenquarry.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.answer.BudgetOver;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.CodebookPruner;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.prune.PrunerCatalogue;
import org.tokenquarry.prune.RedundancyScore;
import org.tokenquarry.prune.UniformGridPruner;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

class TokenBudgetsTest {

  private static final TokenGrid GRID = new TokenGrid(4, 4);
  private static final int DIM = 16;
  private static final List<Double> KEEPS = List.of(0.5, 0.25);
  private static final Codebook CODEBOOK = new Codebook(numbers(9, 3, DIM));
  private static final List<ImageFeatures> IMAGES = List.of(image(1), image(2), image(3));
  private static final TokenBudgets EACH = new TokenBudgets(IMAGES, KEEPS, BudgetOver.IMAGE);
  private static final TokenBudgets ALL = new TokenBudgets(IMAGES, KEEPS, BudgetOver.QUESTION);

  private static TokenMatrix numbers(long seed, int rows, int dim) {
    Random random = new Random(seed);
    float[] values = new float[rows * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new TokenMatrix(values, dim);
  }

  private static ImageFeatures image(long seed) {
    Random random = new Random(seed);
    float[] cosines = new float[GRID.size()];
    float[] attention = new float[GRID.size()];
    for (int i = 0; i < GRID.size(); i++) {
      cosines[i] = random.nextFloat();
      attention[i] = random.nextFloat() / GRID.size();
    }
    return new ImageFeatures(
        new VisualTokens(GRID, numbers(10 + seed, GRID.size(), DIM), cosines),
        numbers(20 + seed, GRID.size(), DIM),
        attention);
  }

  @Test
  void eachImageKeepsItsShare() {
    CodebookPruner pruner = new CodebookPruner(CODEBOOK);
    List<List<Pruned>> left = EACH.left(pruner);
    assertThat(left).hasSize(2);
    for (int image = 0; image < IMAGES.size(); image++) {
      List<Pruned> alone = pruner.prune(IMAGES.get(image), List.of(8, 4));
      for (int budget = 0; budget < 2; budget++) {
        assertThat(left.get(budget).get(image).positions())
            .containsExactly(alone.get(budget).positions());
      }
    }
  }

  /** The softmax over tokens is over those of all images, and so is the rank. */
  @Test
  void theDoubleSoftmaxIsOverTheTokensOfAllImages() {
    TokenMatrix tokens =
        TokenMatrix.of(
            IMAGES.stream()
                .flatMap(
                    image ->
                        IntStream.range(0, GRID.size()).mapToObj(image.tokens().projected()::row))
                .toList(),
            DIM);
    double[] scores = RedundancyScore.DOUBLE_SOFTMAX.of(CODEBOOK, tokens);
    int[] best = Arrays.copyOf(Ranking.rising(scores.length, i -> scores[i]), 3 * GRID.size() / 2);
    Arrays.sort(best);
    List<Pruned> left =
        ALL.left(new CodebookPruner(CODEBOOK, RedundancyScore.DOUBLE_SOFTMAX)).get(0);
    int[] found =
        IntStream.range(0, IMAGES.size())
            .flatMap(
                image ->
                    IntStream.of(left.get(image).positions()).map(i -> image * GRID.size() + i))
            .toArray();
    assertThat(found).containsExactly(best);
  }

  @Test
  void allPrunersShareABudgetOrKeepTheirShare() {
    PrunerCatalogue.Parts made = new PrunerCatalogue.Parts(CODEBOOK, List.of(1L));
    for (PrunerCatalogue.Entry entry : PrunerCatalogue.entries()) {
      Pruner pruner = entry.factory().apply(made).get(0);
      List<List<Pruned>> left = ALL.left(pruner);
      if (pruner.needsGrid()) {
        assertThat(left.get(1)).as(entry.name()).hasSameSizeAs(EACH.left(pruner).get(1));
        assertThat(left.get(1).get(2).positions())
            .containsExactly(EACH.left(pruner).get(1).get(2).positions());
      } else {
        assertThat(left.get(1).stream().mapToInt(Pruned::count).sum())
            .as(entry.name())
            .isBetween(1, entry.name().matches(".*(inflection|otsu)") ? 48 : 12);
      }
    }
    assertThat(
            new ChosenPruners(CODEBOOK, List.of("random", "uniform-grid"), List.of(1L)).perImage())
        .containsExactly("uniform-grid");
  }

  @Test
  void aChoiceSeesTheTokensThatShareItsBudgetAmongAllOthers() {
    List<List<Pruned>> among =
        EACH.left(
            (tokens, budgets, whole) -> {
              assertThat(whole.apply(new int[] {2}))
                  .extracting(Pruned::count)
                  .containsExactlyInAnyOrder(1, 16, 16);
              return new UniformGridPruner().prune(tokens, budgets);
            });
    assertThat(among.get(0)).extracting(Pruned::count).containsExactly(8, 8, 8);
    List<List<Pruned>> joined =
        ALL.left(
            (tokens, budgets, whole) -> {
              assertThat(budgets).containsExactly(24, 12);
              assertThat(tokens.clsAttention()).hasSize(48);
              assertThat(tokens.clsAttention()[17]).isEqualTo(IMAGES.get(1).clsAttention()[1]);
              assertThat(whole.apply(new int[] {2, 40}))
                  .extracting(Pruned::count)
                  .containsExactly(1, 0, 1);
              int[] first = {0, 16, 17, 47};
              return List.of(new Pruned.Kept(first), new Pruned.Kept(first));
            });
    assertThat(joined.get(1).get(1).positions()).containsExactly(0, 1);
    assertThat(joined.get(1).get(2).positions()).containsExactly(15);
  }
}
