package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.experiment.TokenAnalysis.WordProbability;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.VisualTokens;

class TokenAnalyserTest {

  private static final ExperimentSettings SETTINGS = Samples.settings(0.1, 0.1, null);

  @ParameterizedTest
  @ValueSource(strings = {TinyBundles.TINY, TinyBundles.NO_CLS})
  void scoresAreThoseOfTheReference(String bundle) {
    String directory = TinyBundles.directory(bundle).toString();
    try (LoadedModel model = LoadedModel.open(ModelBundle.open(directory), ModelDevice.CPU)) {
      VisualTokens image = model.vision().tokens(TinyBundles.pixels(1, 24)).get(0);
      List<TokenFinding> reference =
          new ExhaustiveEngine(model, SETTINGS, new Batching(16, 1)).examine(image);
      int[] sample = {11, 0, 6};
      List<TokenAnalysis> analyses =
          new TokenAnalyser(model, SETTINGS, new Batching(1, 1 << 12)).of(image, sample);

      assertThat(analyses).extracting(TokenAnalysis::token).containsExactly(11, 0, 6);
      for (TokenAnalysis analysis : analyses) {
        TokenScores scores = reference.get(analysis.token()).scores();
        assertThat(analysis.says().get(0).word()).isEqualTo(scores.top1Token());
        assertThat(analysis.top1Probability()).isCloseTo(scores.top1Probability(), within(1e-6));
        assertThat(analysis.region().divergence())
            .isCloseTo(scores.regionDivergence(), within(1e-6));
        assertThat(analysis.image().divergence())
            .isCloseTo(scores.globalDivergence(), within(1e-6));
        assertThat(analysis.says()).extracting(said -> -said.probability()).isSorted();
        assertThat(analysis.says().stream().mapToDouble(WordProbability::probability).sum())
            .isLessThan(1);
        assertThat(analysis.region().words())
            .hasSize(4)
            .extracting(added -> -Math.abs(added.logits()))
            .isSorted();
      }
      assertThat(model.openScopes()).isZero();
    }
  }

  @Test
  void tokensOfOneWindowShareWhatTheImageLacks() {
    String directory = TinyBundles.directory(TinyBundles.TINY).toString();
    try (LoadedModel model = LoadedModel.open(ModelBundle.open(directory), ModelDevice.CPU)) {
      VisualTokens image = model.vision().tokens(TinyBundles.pixels(1, 24)).get(0);
      TokenAnalyser analyser = new TokenAnalyser(model, SETTINGS, new Batching(1, 1 << 12));
      // Neighbours share their window on this grid, so the image lacks the same for both.
      List<TokenAnalysis> both = analyser.of(image, new int[] {0, 5});
      assertThat(both.get(0).image()).isEqualTo(both.get(1).image());
      assertThat(both.get(0).region().words()).isNotEqualTo(both.get(1).region().words());
    }
  }

  @Test
  void centresTileTheGrid() {
    assertThat(TokenAnalyser.centres(new TokenGrid(6, 7), 3, 9)).containsExactly(8, 11, 29, 32);
    assertThat(TokenAnalyser.centres(new TokenGrid(24, 24), 3, 100))
        .hasSize(64)
        .startsWith(25, 28)
        .endsWith(22 * 24 + 22);
    assertThat(TokenAnalyser.centres(new TokenGrid(24, 24), 3, 24)).hasSize(24).isSorted();
    assertThat(TokenAnalyser.centres(new TokenGrid(2, 2), 3, 9)).containsExactly(3);
  }
}
