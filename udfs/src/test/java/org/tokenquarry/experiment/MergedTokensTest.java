package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.VisualTokens;

/** Experiments on models whose visual tokens are made of several patches are about the tokens. */
class MergedTokensTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-5);

  @ParameterizedTest
  @ValueSource(strings = {"internvl-tiny", "smolvlm-tiny"})
  void theCascadeFindsWhatTheReferenceFinds(String bundle) {
    ExperimentSettings everything = Samples.settings(1, 1e9, null);
    try (LoadedModel model = load(bundle)) {
      int size = model.manifest().imageSize();
      VisualTokens image = model.vision().tokens(TinyBundles.pixels(1, size)).get(0);
      List<TokenFinding> reference =
          new ExhaustiveEngine(model, everything, new Batching(16, 1)).examine(image);
      List<TokenFinding> found =
          new CascadeEngine(model, everything, new Batching(1, 1 << 14)).examine(image);
      assertThat(found).hasSize(16).hasSameSizeAs(reference);
      for (int i = 0; i < found.size(); i++) {
        TokenScores scores = found.get(i).scores();
        TokenScores expected = reference.get(i).scores();
        assertThat(found.get(i).clsRank()).isEqualTo(reference.get(i).clsRank());
        assertThat(scores.top1Token()).isEqualTo(expected.top1Token());
        assertThat(scores.top1Probability()).isCloseTo(expected.top1Probability(), CLOSE);
        assertThat(scores.regionDivergence()).isCloseTo(expected.regionDivergence(), CLOSE);
        assertThat(scores.globalDivergence()).isCloseTo(expected.globalDivergence(), CLOSE);
      }
    }
  }

  private static LoadedModel load(String bundle) {
    String location = TinyBundles.directory(bundle).toString();
    return LoadedModel.open(ModelBundle.open(location), ModelDevice.CPU);
  }
}
