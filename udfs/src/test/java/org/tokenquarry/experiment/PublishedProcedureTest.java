package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.model.Work;

/** The published procedure gives the findings of the reference, in the published number of runs. */
class PublishedProcedureTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-5);

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "tiny-no-cls", "qwen2_5_vl-tiny", "qwen3_vl-tiny"})
  void findingsAreThoseOfTheReference(String bundle) {
    try (LoadedModel model = load(bundle)) {
      ExperimentSettings all = Samples.settings(0.5, 1e-4, null);
      ExperimentSettings settings =
          model.manifest().grid().size() > 16 ? Samples.onFewTokens(all) : all;
      float[] pixels = TinyBundles.pixels(1, model.manifest().imageSize())[0];
      List<TokenFinding> reference =
          new ExhaustiveEngine(model, settings, new Batching(16, 1))
              .examine(model.vision().tokens(new float[][] {pixels}).get(0));
      List<TokenFinding> found =
          new PublishedProcedure(model, settings, StageWatch.NONE)
              .examine(model.vision().squares(pixels).get(0));
      assertThat(found).hasSameSizeAs(reference);
      for (int i = 0; i < found.size(); i++) {
        TokenScores scores = found.get(i).scores();
        TokenScores expected = reference.get(i).scores();
        assertThat(found.get(i).verdict()).isEqualTo(reference.get(i).verdict());
        assertThat(scores.top1Token()).isEqualTo(expected.top1Token());
        assertThat(scores.top1Probability()).isCloseTo(expected.top1Probability(), CLOSE);
        assertThat(scores.regionDivergence()).isCloseTo(expected.regionDivergence(), CLOSE);
        assertThat(scores.globalDivergence()).isCloseTo(expected.globalDivergence(), CLOSE);
      }
      assertThat(model.openScopes()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "tiny-no-cls"})
  void everyRunIsMadeAndEncodesTheImageAgain(String bundle) {
    try (LoadedModel model = load(bundle)) {
      Map<Stage, Integer> runs = new EnumMap<>(Stage.class);
      Work before = model.work();
      new PublishedProcedure(
              model, Samples.settings(0, 1e-4, null), stage -> runs.merge(stage, 1, Integer::sum))
          .examine(model.vision().squares(TinyBundles.pixels(1, 24)).get(0));
      // 1 + R * (1 + 2 + 1) runs for R probed tokens, whatever the verdicts.
      assertThat(runs)
          .isEqualTo(Map.of(Stage.SINGLE_TOKEN, 16, Stage.REGION, 32, Stage.GLOBAL, 17));
      Work work = model.work().since(before);
      assertThat(work.sequences()).isEqualTo(65);
      assertThat(work.images()).isEqualTo(66);
    }
  }

  private static LoadedModel load(String bundle) {
    String location = TinyBundles.directory(bundle).toString();
    return LoadedModel.open(ModelBundle.open(location), ModelDevice.CPU);
  }
}
