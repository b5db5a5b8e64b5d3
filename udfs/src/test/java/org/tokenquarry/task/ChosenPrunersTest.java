package org.tokenquarry.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.layerprune.LayerPruner;
import org.tokenquarry.layerprune.LayerPruners;
import org.tokenquarry.layerprune.SparseVlm;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.GPrune;
import org.tokenquarry.prune.Space;
import org.tokenquarry.prune.VisPruner;
import org.tokenquarry.prune.form.FormGrid;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.prune.question.Mmtok;
import org.tokenquarry.prune.question.MmtokPruner;
import org.tokenquarry.prune.question.QuestionPruner;
import org.tokenquarry.prune.question.QuestionPruners;
import org.tokenquarry.prune.tower.TowerPruner;
import org.tokenquarry.prune.tower.TowerPruners;
import org.tokenquarry.prune.tower.VisionZipPruner;
import org.tokenquarry.token.TokenMatrix;

class ChosenPrunersTest {

  private static final Codebook CODEBOOK = new Codebook(new TokenMatrix(new float[] {1, 0}, 2));

  private static ChosenPruners chosen(String... names) {
    return new ChosenPruners(CODEBOOK, List.of(names), List.of(1L));
  }

  @Provide
  Arbitrary<PrunerForm> forms() {
    return Arbitraries.of(
        TunableMethods.all().stream()
            .flatMap(method -> FormGrid.of(method, 1000).stream())
            .toList());
  }

  @Property
  void theTextOfAFormIsReadBack(@ForAll("forms") PrunerForm form) {
    assertThat(ChosenPruners.expanded(List.of(form.text()))).containsExactly(form.text());
    assertThat(TunableMethods.named(form.method()).orElseThrow().form(form.changed()))
        .isEqualTo(form);
  }

  @Test
  void constantsMakeAnotherPruner() {
    ChosenPruners chosen =
        chosen(
            " gprune ( threshold = 0.80, steps=3.0 ) ",
            "vispruner(important=0.5)",
            "gprune",
            "mmtok(share=1)",
            "visionzip-merged(contextual=0.5)",
            "sparsevlm(recycled=0.1)");

    assertThat(chosen.names())
        .containsExactly(
            "gprune(steps=3,threshold=0.8)",
            "vispruner",
            "gprune",
            "mmtok(share=1)",
            "visionzip-merged(contextual=0.5)",
            "sparsevlm(recycled=0.1)");
    assertThat(chosen.pruners())
        .containsExactlyInAnyOrder(
            GPrune.PUBLISHED, VisPruner.PUBLISHED, new GPrune(Space.PROJECTED, 0.8, 0.03, 3));
    assertThat(chosen.questionPruners()).containsExactly(new MmtokPruner(new Mmtok(0.02, 0.2, 1)));
    assertThat(chosen.towerPruners()).containsExactly(new VisionZipPruner(0.5));
    assertThat(chosen.layerPruners(LayerCalibration.NONE)).containsExactly(new SparseVlm(0.1));
  }

  @Test
  void allStandsForPublishedForms() {
    List<String> all = ChosenPruners.expanded(List.of("all", "scope(alpha=2)", "scope"));
    assertThat(all).endsWith("scope(alpha=2)").doesNotHaveDuplicates();
    assertThat(all.stream().filter(name -> name.contains("("))).hasSize(1);
    assertThat(ChosenPruners.written("scope( alpha=1 )")).isEqualTo("scope");
    assertThat(ChosenPruners.written("codebook-v3")).isEqualTo("codebook-v3");
  }

  @Test
  void allMistakesAreNamedTogether() {
    UserException refused =
        catchThrowableOfType(
            UserException.class,
            () ->
                chosen(
                    "visprunner",
                    "gprune(threshold=2,warmth=1,steps=many)",
                    "divprune(steps=1)",
                    "gprune(steps)",
                    "vispruner(important=0.1,important=0.2)",
                    "gprune(steps=2.5)"));
    assertThat(refused.problems())
        .extracting(Problem::code)
        .containsExactly(
            "pruner-unknown",
            "constant-invalid",
            "constant-unknown",
            "constant-invalid",
            "constant-unknown",
            "constant-invalid",
            "constant-invalid",
            "constant-invalid");
    assertThat(refused.problems())
        .extracting(problem -> problem.cause() + " " + problem.remedy())
        .contains(
            "threshold is 2 in gprune(threshold=2,warmth=1,steps=many)."
                + " It must be a number from -1 to 1.",
            "The pruner gprune has no constant warmth. It has threshold, a number from -1 to 1;"
                + " temperature, a number above 0; steps, a whole number from 1 to 1000.",
            "The pruner divprune has no constant steps. It has none.",
            "gprune(steps) is not a pruner with constants."
                + " Write it like gprune(steps=3,threshold=0.8), in quotation marks.",
            "vispruner(important=0.1,important=0.2) gives important twice."
                + " Give each constant one value.");
  }

  @Test
  void onlyMethodsWithConstantsAreSearched() {
    assertThat(TunableMethods.named(List.of("all"))).isEqualTo(TunableMethods.all());
    assertThat(TunableMethods.named(List.of("mmtok", "gprune")))
        .extracting(TunableMethod::name)
        .containsExactly("gprune", "mmtok");
    assertThatThrownBy(() -> TunableMethods.named(List.of("all", "divprune", "best")))
        .isInstanceOfSatisfying(
            UserException.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(Problem::cause)
                    .containsExactly(
                        "There is no pruner divprune that has constants.",
                        "There is no pruner best that has constants."));
  }

  @Test
  void publishedConstantsMakeThePublishedMethodEverywhere() {
    for (TunableMethod<TowerPruner> method : TowerPruners.tunable()) {
      assertThat(TowerPruners.named(method.name()))
          .contains(method.made(PrunerForm.published(method.name())));
    }
    for (TunableMethod<QuestionPruner> method : QuestionPruners.tunable()) {
      assertThat(QuestionPruners.named(method.name(), CODEBOOK))
          .contains(method.made(PrunerForm.published(method.name())));
    }
    for (TunableMethod<LayerPruner> method : LayerPruners.tunable()) {
      assertThat(LayerPruners.named(method.name(), LayerCalibration.NONE))
          .contains(method.made(PrunerForm.published(method.name())));
    }
  }

  @Test
  void thePageNamesEveryConstant() throws IOException {
    String page = Files.readString(Path.of("../docs/evaluation.md"));
    String section =
        page.substring(page.indexOf("## Equal tuning"), page.indexOf("## Not compared"));
    for (TunableMethod<?> method : TunableMethods.all()) {
      assertThat(section).contains("`" + method.name() + "`");
      method.constants().forEach(each -> assertThat(section).contains("`" + each.name() + "`"));
    }
  }

  @Test
  void everyFormNamesItself() {
    assertThat(named(TowerPruners.tunable(), TowerPruner::name)).isPositive();
    assertThat(named(QuestionPruners.tunable(), QuestionPruner::name)).isPositive();
    assertThat(named(LayerPruners.tunable(), LayerPruner::name)).isPositive();
  }

  private static <P> long named(List<TunableMethod<P>> methods, Function<P, String> name) {
    long forms = 0;
    for (TunableMethod<P> method : methods) {
      for (PrunerForm form : FormGrid.of(method, 1000)) {
        assertThat(name.apply(method.made(form))).isEqualTo(form.text());
        forms++;
      }
    }
    return forms;
  }
}
