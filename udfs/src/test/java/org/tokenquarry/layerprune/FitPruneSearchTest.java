package org.tokenquarry.layerprune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FitPruneSearchTest {

  private static final FitPruneSearch TEN = new FitPruneSearch(10, FitPruneCost.TOKENS);

  @Test
  void theLastToleranceThatWasTriedCounts() {
    List<List<Double>> tried = new ArrayList<>();
    // The first layer drops a tenth of the tokens for each tenth of tolerance, the second none.
    Map<Integer, FitPruneRecipe> recipes =
        TEN.recipes(
            Map.of(4, 28.0, 10, 40.0),
            tolerances -> {
              tried.add(tolerances);
              return tolerances.stream()
                  .collect(
                      Collectors.toMap(
                          alpha -> alpha, alpha -> List.of(List.of((int) (10 * alpha), 0))));
            });

    // With d dropped in the first layer both cost 40 - 3 d, so 4 must go; at the last 0.398 go 3.
    assertThat(recipes.get(4).dropped()).containsExactly(3, 0);
    assertThat(recipes.get(10).dropped()).as("all are allowed").containsExactly(0, 0);
    assertThat(tried).hasSize(7);
    assertThat(tried.get(0)).containsExactly(0.5);
    assertThat(tried.get(1)).containsExactly(0.25);
    assertThat(tried.get(2)).as("one for each recipe").containsExactly(0.125, 0.375);
  }

  @Test
  void nothingMoreIsDroppedOnceTheRestIsAllowed() {
    List<List<Integer>> prompts = List.of(List.of(4, 2, 3), List.of(5, 1, 3));
    FitPruneSearch.Outcome outcome = TEN.outcome(prompts, 38);
    assertThat(outcome.recipe().dropped()).as("rounded down").containsExactly(4, 0, 0);
    assertThat(outcome.cost()).isEqualTo(10 + 5.5 + 5.5 + 5.5 + 5.5 + 5.5);
  }

  @Test
  void aRecipeMayCostMoreThanAllowed() {
    FitPruneSearch.Outcome outcome = TEN.outcome(List.of(List.of(1, 1)), 5);
    assertThat(outcome.recipe().dropped()).containsExactly(1, 1);
    assertThat(outcome.cost()).isEqualTo(10 + 9 + 9 + 8);
  }

  @Test
  void withoutPromptsThereIsNoRecipe() {
    assertThat(TEN.recipes(Map.of(4, 20.0), tolerances -> Map.of())).isEmpty();
  }
}
