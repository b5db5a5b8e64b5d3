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
import org.tokenquarry.prune.form.FormGrid;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;

class TunablePrunersTest {

  private static final PrunerCatalogue.Parts PARTS =
      new PrunerCatalogue.Parts(
          new Codebook(Samples.gaussian(new Random(3), 4, 3)), List.of(17L, 18L));

  private static Pruner published(TunableMethod<Pruner> method) {
    return PrunerCatalogue.named(method.name()).orElseThrow().factory().apply(PARTS).get(0);
  }

  @Provide
  Arbitrary<Pruner> forms() {
    return Arbitraries.of(
        TunablePruners.methods().stream()
            .flatMap(method -> FormGrid.of(method, 40).stream().map(method::made))
            .toList());
  }

  @Test
  void publishedConstantsMakeThePublishedPruner() {
    for (TunableMethod<Pruner> method : TunablePruners.methods()) {
      assertThat(method.made(PrunerForm.published(method.name()))).isEqualTo(published(method));
    }
  }

  @Property(tries = 50)
  void publishedConstantsKeepTheTokensOfThePublishedPruner(@ForAll Random random) {
    ImageFeatures image = Samples.image(random, 6, 7);
    List<Integer> budgets = List.of(21, 8, 4);
    for (TunableMethod<Pruner> method : TunablePruners.methods()) {
      List<Pruned> expected = published(method).prune(image, budgets);
      List<Pruned> kept = method.made(PrunerForm.published(method.name())).prune(image, budgets);
      for (int i = 0; i < budgets.size(); i++) {
        assertThat(kept.get(i).positions())
            .as(method.name())
            .isEqualTo(expected.get(i).positions());
      }
    }
  }

  @Test
  void everyFormHasANameOfItsOwn() {
    List<String> names =
        TunablePruners.methods().stream()
            .flatMap(
                method ->
                    FormGrid.of(method, 1000).stream()
                        .map(
                            form -> {
                              assertThat(method.made(form).name()).isEqualTo(form.text());
                              return form.text();
                            }))
            .toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(700);
    assertThat(TunablePruners.methods()).allMatch(method -> method.combinations() <= 324);
  }

  @Property(tries = 300)
  void everyFormKeepsToTheBudget(
      @ForAll("forms") Pruner pruner,
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 9) int cols) {
    ImageFeatures image = Samples.image(random, rows, cols);
    int budget = 1 + random.nextInt(rows * cols);

    int[] kept = pruner.prune(image, List.of(budget)).get(0).positions();

    assertThat(kept).isSorted().doesNotHaveDuplicates().hasSizeBetween(1, budget);
    assertThat(IntStream.of(kept)).allMatch(i -> i >= 0 && i < rows * cols);
    if (pruner instanceof SelectingPruner) {
      assertThat(kept).hasSize(budget);
    }
  }

  @Test
  void newSettingsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PruMergePlus(1.5))
        .withMessage("PruMerge+ needs a share of attended tokens from 0 to 1, not 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PruneSid(1, 32))
        .withMessage(
            "PruneSID needs groups of at least 2 tokens and a scale above 0, not 1 and 32.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DartProxy(0))
        .withMessage("DART-V needs at least 1 pivot, not 0");
  }
}
