package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.ExportedBundle;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelEngine;
import org.tokenquarry.token.VisualTokens;

/** Runs the cascade in both engines, on drawn scenes with the settings of the bundled model. */
class OnnxVerdictsTest {

  private static final int SCENES = 5;
  private static final Batching BATCHING = new Batching(48, 2L << 20);

  @Test
  void bothEnginesGiveTheSameVerdicts() {
    Optional<ModelBundle> bundle = ExportedBundle.make();
    assumeTrue(bundle.isPresent(), "SKIPPED: no Python here has torch, which writes the graphs");
    List<TokenFinding> torch = findings(bundle.orElseThrow(), ModelEngine.TORCHSCRIPT);
    List<TokenFinding> onnx = findings(bundle.orElseThrow(), ModelEngine.ONNX);
    assertThat(torch).hasSize(SCENES * 144);
    assertThat(torch)
        .extracting(finding -> finding.verdict().stage())
        .contains(Stage.SINGLE_TOKEN, Stage.REGION, Stage.GLOBAL);
    assertThat(torch).anyMatch(finding -> finding.verdict().redundant());
    assertThat(onnx)
        .extracting(TokenFinding::verdict)
        .isEqualTo(torch.stream().map(TokenFinding::verdict).toList());
    double worst = 0;
    for (int i = 0; i < onnx.size(); i++) {
      TokenScores a = onnx.get(i).scores();
      TokenScores b = torch.get(i).scores();
      assertThat(a.top1Token()).isEqualTo(b.top1Token());
      assertThat(a.top1Probability()).isCloseTo(b.top1Probability(), within(1e-5));
      worst = Math.max(worst, Math.abs(a.top1Probability() - b.top1Probability()));
      assertClose(a.regionDivergence(), b.regionDivergence());
      assertClose(a.globalDivergence(), b.globalDivergence());
    }
    long redundant = torch.stream().filter(finding -> finding.verdict().redundant()).count();
    System.out.printf(
        "%d tokens, %d redundant, top-1 probabilities within %.1e%n",
        torch.size(), redundant, worst);
  }

  private static List<TokenFinding> findings(ModelBundle bundle, ModelEngine engine) {
    List<TokenFinding> findings = new ArrayList<>();
    try (LoadedModel model = engine.open(bundle)) {
      CascadeEngine cascade = new CascadeEngine(model, DrawnScenes.SETTINGS, BATCHING);
      for (float[] pixels : DrawnScenes.pixels(model.manifest(), SCENES)) {
        VisualTokens tokens = model.vision().tokens(new float[][] {pixels}).get(0);
        findings.addAll(cascade.examine(tokens));
      }
      assertThat(model.openScopes()).isZero();
    }
    return findings;
  }

  private static void assertClose(Double found, Double expected) {
    assertThat(found == null).isEqualTo(expected == null);
    if (found != null) {
      assertThat(found).isCloseTo(expected, within(1e-6));
    }
  }
}
