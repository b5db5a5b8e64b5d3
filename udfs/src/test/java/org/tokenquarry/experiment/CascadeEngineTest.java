package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.VisualTokens;

/** Compares the cascade with the exhaustive reference, for random settings. */
class CascadeEngineTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-6);
  private static final Batching REFERENCE = new Batching(16, 1);

  @ParameterizedTest
  @CsvSource({
    "tiny, 1, 12",
    "tiny, 2, 12",
    "tiny-no-cls, 3, 12",
    "tiny-no-cls, 4, 12",
    "qwen2_5_vl-tiny, 5, 3",
    "qwen3_vl-tiny, 6, 3"
  })
  void verdictsAndScoresAreThoseOfTheReference(String bundle, long seed, int trials) {
    Random random = new Random(seed);
    try (LoadedModel model = load(bundle)) {
      int size = model.manifest().imageSize();
      List<VisualTokens> images = model.vision().tokens(TinyBundles.pixels(3, size));
      for (int trial = 0; trial < trials; trial++) {
        VisualTokens image = images.get(trial % images.size());
        ExperimentSettings settings = settings(random, model, image);
        Batching batching = new Batching(1, 1L << random.nextInt(8, 16));
        List<TokenFinding> reference =
            new ExhaustiveEngine(model, settings, REFERENCE).examine(image);
        List<TokenFinding> found = new CascadeEngine(model, settings, batching).examine(image);
        assertSame(found, reference, settings);
      }
      assertThat(model.openScopes()).isZero();
    }
  }

  @Test
  void aRejectedTokenKeepsNoScoreOfALaterStage() {
    try (LoadedModel model = load(TinyBundles.TINY)) {
      VisualTokens image = model.vision().tokens(TinyBundles.pixels(1, 24)).get(0);
      double[] top1 =
          new ExhaustiveEngine(model, Samples.settings(1, 1, null), REFERENCE)
              .examine(image).stream().mapToDouble(f -> f.scores().top1Probability()).toArray();
      ExperimentSettings settings = Samples.settings(between(top1, 0.5), 1, null);
      List<TokenFinding> findings =
          new CascadeEngine(model, settings, new Batching(1, 1 << 14)).examine(image);
      assertThat(findings).hasSize(16);
      for (TokenFinding finding : findings) {
        boolean rejected = finding.verdict().stage() == Stage.SINGLE_TOKEN;
        assertThat(finding.scores().regionDivergence() == null).isEqualTo(rejected);
        assertThat(finding.scores().globalDivergence() == null).isEqualTo(rejected);
      }
      assertThat(findings).filteredOn(f -> f.verdict().stage() == Stage.SINGLE_TOKEN).hasSize(8);
    }
  }

  private static void assertSame(
      List<TokenFinding> found, List<TokenFinding> reference, ExperimentSettings settings) {
    assertThat(found)
        .as("%s", settings)
        .extracting(TokenFinding::verdict)
        .isEqualTo(reference.stream().map(TokenFinding::verdict).toList());
    for (int i = 0; i < found.size(); i++) {
      TokenScores a = found.get(i).scores();
      TokenScores b = reference.get(i).scores();
      assertThat(found.get(i).token()).isEqualTo(reference.get(i).token());
      assertThat(found.get(i).clsRank()).isEqualTo(reference.get(i).clsRank());
      assertThat(a.clusterSize()).isEqualTo(b.clusterSize());
      assertClose(a.top1Probability(), b.top1Probability());
      assertClose(a.regionDivergence(), b.regionDivergence());
      assertClose(a.globalDivergence(), b.globalDivergence());
    }
  }

  private static void assertClose(Double found, Double reference) {
    if (found != null) {
      assertThat(found).isCloseTo(reference, CLOSE);
    }
  }

  /** Random settings whose thresholds lie between two scores, so that rounding decides nothing. */
  private static ExperimentSettings settings(Random random, LoadedModel model, VisualTokens image) {
    ExperimentSettings open =
        new ExperimentSettings(
            random.nextBoolean() ? ProbeRule.ALL : new ProbeRule(ranks(random)),
            1 + 2 * random.nextInt(3),
            2 + random.nextInt(60),
            2 + random.nextInt(60),
            random.nextBoolean() ? DivergenceForm.OFFICIAL_CODE : DivergenceForm.JENSEN_SHANNON,
            List.of(FirstTokenRule.values()).get(random.nextInt(3)),
            random.nextInt(3),
            random.nextInt(20),
            1,
            1e9,
            random.nextBoolean()
                ? null
                : new WithinImageRule(
                    1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(8)),
            MinedView.BASE);
    List<TokenFinding> scores = new ExhaustiveEngine(model, open, REFERENCE).examine(image);
    double[] top1 = scores.stream().mapToDouble(f -> f.scores().top1Probability()).toArray();
    double[] sums =
        scores.stream()
            .mapToDouble(
                f -> open.combined(f.scores().regionDivergence(), f.scores().globalDivergence()))
            .toArray();
    return Samples.withThresholds(
        open, between(top1, 0.3 + 0.7 * random.nextDouble()), between(sums, random.nextDouble()));
  }

  private static List<Integer> ranks(Random random) {
    List<Integer> ranks = new ArrayList<>();
    IntStream.rangeClosed(1, 16).filter(rank -> random.nextBoolean()).forEach(ranks::add);
    return ranks.isEmpty() ? List.of(3) : ranks;
  }

  /**
   * A number well between two neighbouring scores; tokens of one region may share a score up to
   * rounding.
   */
  private static double between(double[] values, double share) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int place = (int) (share * (sorted.length - 1));
    for (int next = place + 1; next < sorted.length; next++) {
      if (sorted[next] - sorted[next - 1] > 1e-4 * sorted[next]) {
        return (sorted[next - 1] + sorted[next]) / 2;
      }
    }
    return 2 * sorted[sorted.length - 1] + 1;
  }

  private static LoadedModel load(String name) {
    String directory = TinyBundles.directory(name).toString();
    return LoadedModel.open(ModelBundle.open(directory), ModelDevice.CPU);
  }
}
