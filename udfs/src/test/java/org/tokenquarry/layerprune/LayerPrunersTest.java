package org.tokenquarry.layerprune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.answer.Answerer;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.answer.QuestionPrompt;
import org.tokenquarry.answer.ShownTokens;
import org.tokenquarry.divergence.KullbackLeibler;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.DecoderShape;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.TokenMatrix;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayerPrunersTest {

  private static final long[] QUESTION = {7, 3, 6};

  private LoadedModel model;
  private TokenMatrix tokens;

  @BeforeAll
  void load() {
    model =
        LoadedModel.open(
            ModelBundle.open(TinyBundles.directory(TinyBundles.TINY).toString()), ModelDevice.CPU);
    tokens =
        model
            .vision()
            .tokens(TinyBundles.pixels(1, model.manifest().imageSize()))
            .get(0)
            .projected();
  }

  @AfterAll
  void close() {
    model.close();
  }

  /** All but DART, for which this bundle lacks two methods. */
  static List<String> names() {
    return LayerPruners.names().stream().filter(name -> !name.equals("dart")).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aBudgetOfAllTokensIsTheFullInput(String name) {
    int all = tokens.count();
    FitPruneRecipe none = new FitPruneRecipe(List.of(0, 0));
    LayerCalibration nothing = new LayerCalibration(Map.of(all, none), model.manifest().layers());
    LayerPruner pruner = LayerPruners.named(name, nothing).orElseThrow();

    try (LayerPass pass = pass()) {
      assertClose(pruner.logits(pass, all), full(IntStream.range(0, all).toArray()));
      DecoderShape shape = model.manifest().decoderShape().orElseThrow();
      int length = pass.last() + 1;
      assertThat(pass.flops())
          .isEqualTo(shape.someLayers(length, pass.layers()) + shape.head())
          .isEqualTo(shape.forward(length, 0));
    }
    assertThat(pruner.name()).isEqualTo(name);
  }

  @Test
  void tokensDroppedBeforeTheFirstLayerWereNeverThere() {
    try (LayerPass pass = pass()) {
      pass.keep(new int[] {1, 3, 5});
      pass.keep(new int[] {0, 2});
      assertThat(pass.visual()).containsExactly(1, 5);
      assertClose(pass.logits(), full(1, 5));
    }
    assertThat(model.openScopes()).isZero();
  }

  @Test
  void fastVKeepsWhatTheLastTokenAttendsTo() {
    int[] expected;
    try (LayerPass pass = pass()) {
      pass.runTo(1);
      float[] row = pass.meanAttention()[pass.last()];
      double[] attended =
          IntStream.range(0, tokens.count())
              .mapToDouble(i -> row[pass.firstVisual() + i])
              .toArray();
      expected = Ranking.largest(attended, 3);
    }
    try (LayerPass pass = pass()) {
      FastV.scaled().logits(pass, 3);
      assertThat(pass.visual()).isEqualTo(expected);
    }
  }

  @Test
  void vtwWithdrawsEveryToken() {
    try (LayerPass pass = pass()) {
      Vtw.atBudget().logits(pass, 1);
      assertThat(pass.visual()).isEmpty();
      DecoderShape shape = model.manifest().decoderShape().orElseThrow();
      int text = pass.last() + 1;
      assertThat(pass.flops())
          .isEqualTo(
              shape.someLayers(text + tokens.count(), 1)
                  + shape.someLayers(text, pass.layers() - 1)
                  + shape.head());
    }
  }

  @Test
  void sparseVlmLeavesAStageAtATime() {
    try (LayerPass pass = pass()) {
      new SparseVlm().logits(pass, 2);
      // Two layers leave room for the first of three stages. Of 8 that it drops 3 become one.
      int kept = (int) Math.rint(16 * Math.cbrt(2 / 16.0));
      assertThat(pass.visual()).hasSize(kept + 1).endsWith(-1);
      assertThat(pass.last()).isEqualTo(pass.firstText() + QUESTION.length - 1);
    }
  }

  @Test
  void newTokensFollowThoseThatStay() {
    try (LayerPass pass = pass()) {
      TokenMatrix before = pass.states();
      TokenMatrix added = before.rows(new int[] {pass.firstVisual() + 7, pass.firstVisual() + 9});
      pass.replace(new int[] {2, 5}, added);

      assertThat(pass.visual()).containsExactly(2, 5, -1, -1);
      int first = pass.firstVisual();
      assertThat(pass.states().row(first + 1)).isEqualTo(before.row(first + 5));
      assertThat(pass.states().row(first + 2)).isEqualTo(before.row(first + 7));
      assertThat(pass.states().row(pass.last())).isEqualTo(before.row(before.count() - 1));
      assertThat(pass.states().count()).isEqualTo(pass.last() + 1);
      assertThat(pass.logits()).as("positions are numbered anew").isEqualTo(renumbered(2, 5, 7, 9));
    }
    assertThat(model.openScopes()).isZero();
  }

  @Test
  void fitPruneDropsWhatItsRecipeSays() {
    FitPrune pruner = new FitPrune(Map.of(4, new FitPruneRecipe(List.of(11, 3))));
    DecoderShape shape = model.manifest().decoderShape().orElseThrow();
    try (LayerPass pass = pass()) {
      pruner.logits(pass, 4);
      assertThat(pass.visual()).hasSize(2);
      int text = pass.last() + 1 - 2;
      assertThat(pass.flops())
          .as("dropped tokens do not reach the MLP")
          .isEqualTo(
              shape.someLayers(text + 16, 1)
                  + shape.someLayers(text + 5, 1)
                  + shape.head()
                  - 14 * shape.afterAttention());
    }
  }

  @Test
  void aTrialDropsNothingOrAllButOne() {
    List<FitPruneTrial.Sums> full;
    try (LayerPass pass = pass()) {
      full = FitPruneTrial.sums(pass);
    }
    try (LayerPass pass = pass()) {
      assertThat(FitPruneTrial.dropped(pass, full, 0)).containsExactly(0, 0);
      assertThat(pass.visual()).hasSize(16);
    }
    try (LayerPass pass = pass()) {
      assertThat(FitPruneTrial.dropped(pass, full, 1).get(0)).isPositive();
      assertThat(pass.visual()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 32, 2", "15, 32, 15", "2, 4, 1", "15, 4, 2", "2, 1, 1", "31, 4, 3", "2, 28, 2"})
  void layersAreScaled(int published, int layers, int expected) {
    assertThat(LayerPruner.scaled(published, layers)).isEqualTo(expected);
  }

  @Test
  void unknownNamesHaveNoMethod() {
    assertThat(LayerPruners.named("codebook", LayerCalibration.NONE)).isEmpty();
    assertThat(LayerPruners.named(Vtw.SEARCHED, LayerCalibration.NONE))
        .as("its layer was not searched")
        .isEmpty();
  }

  @Test
  void fastVAsPublishedDropsAfterTwoLayers() {
    try (LayerPass pass = pass()) {
      FastV.published().logits(pass, 3);
      assertThat(pass.visual()).hasSize(3);
      DecoderShape shape = model.manifest().decoderShape().orElseThrow();
      int text = pass.last() + 1 - 3;
      assertThat(pass.flops())
          .as("this model has no more layers, so nothing is saved")
          .isEqualTo(shape.forward(text + tokens.count(), 0));
    }
  }

  @Test
  void vtwSearchesWhatItsWithdrawalChanges() {
    int layers = model.manifest().layers();
    double[] changes = WithdrawalSearch.changes(this::pass, layers);
    float[] full = full(IntStream.range(0, tokens.count()).toArray());
    assertThat(changes).hasSize(layers - 1);
    try (LayerPass pass = pass()) {
      assertThat(changes[0])
          .isCloseTo(KullbackLeibler.of(Vtw.searched(1).logits(pass, 5), full), within(1e-5))
          .isPositive();
      assertThat(pass.visual()).isEmpty();
    }
    assertThat(model.openScopes()).isZero();
  }

  private LayerPass pass() {
    return new LayerPass(model, tokens, QUESTION);
  }

  /** The tokens in this order, without gaps between their positions. */
  private float[] renumbered(int... places) {
    try (LayerPass pass = new LayerPass(model, tokens.rows(places), QUESTION)) {
      return pass.logits();
    }
  }

  private float[] full(int... positions) {
    return Answerer.of(model, Positions.ORIGINAL, new Batching(1, 1))
        .answers(
            List.of(new ShownTokens(tokens.rows(positions), positions, tokens.count())),
            List.of(new QuestionPrompt(QUESTION, 0)))[0][0]
        .logits();
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }
}
