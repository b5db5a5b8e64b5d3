package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenquarry.divergence.NonFiniteLogitException;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** What happens when the model gives NaN. */
class NonFiniteTest {

  @ParameterizedTest
  @EnumSource
  void everyEngineNamesTheLogitThatIsNoNumber(EngineKind kind) {
    String location = TinyBundles.directory(TinyBundles.TINY).toString();
    try (LoadedModel model = LoadedModel.open(ModelBundle.open(location), ModelDevice.CPU)) {
      VisualTokens image = model.vision().tokens(TinyBundles.pixels(1, 24)).get(0);
      float[] nothing = image.projected().values().clone();
      Arrays.fill(nothing, Float.NaN);
      VisualTokens broken =
          new VisualTokens(
              image.grid(), new TokenMatrix(nothing, image.projected().dim()), image.clsCosine());
      ExperimentEngine engine =
          kind.start(
              model, Samples.settings(1, 1, null), new Batching(4, 1 << 14), StageWatch.NONE);
      assertThatExceptionOfType(NonFiniteLogitException.class)
          .isThrownBy(() -> engine.examine(broken))
          .withMessageContaining("is NaN");
      assertThat(model.openScopes()).isZero();
    }
  }
}
