package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.divergence.TopOne;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.VisualTokens;

class ExhaustiveEngineTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-6);
  private static final ExperimentSettings SETTINGS = Samples.settings(0.085, 5e-3, null);

  private static LoadedModel model;
  private static VisualTokens tokens;

  @BeforeAll
  static void load() {
    String directory = TinyBundles.directory(TinyBundles.TINY).toString();
    model = LoadedModel.open(ModelBundle.open(directory), ModelDevice.CPU);
    tokens = model.vision().tokens(TinyBundles.pixels(1, 24)).get(0);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void scoresAreThoseOfTheRunsSpelledOutOneByOne() {
    List<TokenFinding> findings =
        new ExhaustiveEngine(model, SETTINGS, new Batching(16, 1)).examine(tokens);
    assertThat(findings).extracting(TokenFinding::token).isEqualTo(range(16));
    int token = 6;
    int[] window = {1, 2, 3, 5, 6, 7, 9, 10, 11};
    TopOne alone = TopOne.of(logits(rows(new int[] {token})), 50);
    double region =
        DivergenceForm.OFFICIAL_CODE.between(
            logits(rows(window)), logits(padded(window, new int[] {token})), 10);
    int[] all = IntStream.range(0, 16).toArray();
    double global =
        DivergenceForm.OFFICIAL_CODE.between(logits(rows(all)), logits(padded(all, window)), 10);
    TokenScores scores = findings.get(token).scores();
    assertThat(scores.top1Token()).isEqualTo(alone.token());
    assertThat(scores.top1Probability()).isCloseTo(alone.probability(), CLOSE);
    assertThat(scores.regionDivergence()).isCloseTo(region, CLOSE);
    assertThat(scores.globalDivergence()).isCloseTo(global, CLOSE);
  }

  @Test
  void theBatchSizeChangesNoVerdict() {
    List<TokenFinding> one =
        new ExhaustiveEngine(model, SETTINGS, new Batching(1, 1)).examine(tokens);
    List<TokenFinding> many =
        new ExhaustiveEngine(model, SETTINGS, new Batching(7, 1)).examine(tokens);
    assertThat(many)
        .extracting(TokenFinding::verdict)
        .isEqualTo(one.stream().map(TokenFinding::verdict).toList());
    for (int i = 0; i < one.size(); i++) {
      assertThat(many.get(i).scores().globalDivergence())
          .isCloseTo(one.get(i).scores().globalDivergence(), CLOSE);
    }
  }

  @Test
  void onlyProbedTokensAreExaminedAndClustered() {
    ProbeRule fiveMostSimilar = new ProbeRule(List.of(1, 2, 3, 4, 5));
    ExperimentSettings settings =
        new ExperimentSettings(
            fiveMostSimilar,
            3,
            50,
            10,
            DivergenceForm.JENSEN_SHANNON,
            FirstTokenRule.SKIP_ARTICLE,
            1,
            16,
            0.5,
            1,
            new WithinImageRule(2, 5, 3),
            MinedView.BASE);
    List<TokenFinding> findings =
        new ExhaustiveEngine(model, settings, new Batching(16, 1)).examine(tokens);
    assertThat(findings).hasSize(5);
    assertThat(findings).extracting(TokenFinding::clsRank).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    // Every member of a cluster reports its size, so the sizes add up to the squares.
    assertThat(findings.stream().mapToInt(f -> f.scores().clusterSize()).sum()).isBetween(13, 17);
  }

  @Test
  void nothingNativeStaysBehind() {
    new ExhaustiveEngine(model, SETTINGS, new Batching(16, 1)).examine(tokens);
    assertThat(model.openScopes()).isZero();
  }

  private static List<Integer> range(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  private static float[][] rows(int[] visual) {
    return Arrays.stream(visual).mapToObj(tokens.projected()::row).toArray(float[][]::new);
  }

  private static float[][] padded(int[] visual, int[] removed) {
    float[][] rows = rows(visual);
    try (NDManager scope = model.newScope()) {
      float[] pad =
          model.decoder().embed(scope, new long[] {model.manifest().padId()}).toFloatArray();
      for (int i = 0; i < rows.length; i++) {
        if (Arrays.binarySearch(removed, visual[i]) >= 0) {
          rows[i] = pad;
        }
      }
    }
    return rows;
  }

  private static float[] logits(float[][] visual) {
    try (NDManager scope = model.newScope()) {
      float[] flat = new float[visual.length * visual[0].length];
      for (int i = 0; i < visual.length; i++) {
        System.arraycopy(visual[i], 0, flat, i * visual[0].length, visual[0].length);
      }
      NDArray before = model.decoder().embed(scope, model.manifest().prompt().before());
      NDArray after = model.decoder().embed(scope, model.manifest().prompt().after());
      NDArray image = scope.create(flat, new Shape(visual.length, visual[0].length));
      NDArray sequence = before.concat(image).concat(after).expandDims(0);
      return model
          .decoder()
          .forward(scope, sequence, model.decoder().empty(scope))
          .logits()
          .toFloatArray();
    }
  }
}
