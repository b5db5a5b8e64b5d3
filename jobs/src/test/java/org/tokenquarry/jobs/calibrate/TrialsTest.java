package org.tokenquarry.jobs.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.cluster.Candidate;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.jobs.config.ConfigurationLoader;
import org.tokenquarry.jobs.config.Layers;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.token.TokenMatrix;

class TrialsTest {

  private static final double[] TOP1 = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
  private static final double[] DIVERGENCE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  private final ConfigurationLoader loader = new ConfigurationLoader();

  @TempDir Path directory;

  @Test
  void everyCombinationIsTriedOnce() {
    List<Trial> trials = trials();

    assertThat(trials).hasSize(2 * 2 * 2 * 2 * 3).doesNotHaveDuplicates();
    assertThat(trials).extracting(Trial::maxTop1Probability).contains(0.2, 0.5).hasSize(48);
    assertThat(trials.stream().filter(trial -> trial.withinImage() == null)).hasSize(24);
    for (int i = 1; i < 3; i++) {
      assertThat(trials.get(i).sharesClusters(trials.get(0))).isTrue();
    }
    assertThat(trials.get(3).sharesClusters(trials.get(0))).isFalse();
  }

  @Test
  void ofMoreTrialsThanAllowedSomeAreTakenEvenly() {
    Settings few =
        loader.load(settings().given().under(Map.of("calibrate.search.trials", 9))).settings();
    List<Trial> trials = Trials.of(few.calibrate().search(), TOP1, DIVERGENCE);

    assertThat(trials).hasSize(9).isSubsetOf(trials()).startsWith(trials().get(0));
    assertThat(trials).extracting(Trial::prototypes).containsAll(List.of(PrototypeForm.values()));
    assertThat(trials).extracting(Trial::maxTop1Probability).contains(0.2, 0.5);
    assertThat(few.calibrate().pruners().mostTrials(few.calibrate().search())).isEqualTo(9);
  }

  @Test
  void proposedSettingsReadBackHaveTheDigestThatWasTold() throws Exception {
    Settings base = settings();
    for (Trial trial : trials()) {
      Path conf = Files.writeString(directory.resolve("trial.conf"), trial.conf());
      Settings read = loader.load(new Layers(Optional.of(conf), List.of(), Map.of())).settings();

      assertThat(trial.digest(base.experiment(), base.cluster()))
          .isEqualTo(SettingsDigest.of(read.experiment(), read.cluster()));
    }
  }

  @Test
  void aThresholdIsAFilterOverTheSample() {
    List<SampledToken> sample = sample();
    TrialCodebooks codebooks = new TrialCodebooks(sample, settings().cluster());
    int without = 0;
    for (Trial trial : trials()) {
      TokenMatrix prototypes = codebooks.of(trial);
      long redundant = sample.stream().filter(trial::redundant).count();
      if (prototypes == null) {
        without++;
        continue;
      }
      assertThat((long) prototypes.count()).isBetween(1L, redundant);
      assertThat(new TrialCodebooks(sample, settings().cluster()).of(trial).values())
          .as("the clusters of the previous trial do not matter")
          .isEqualTo(prototypes.values());
    }
    assertThat(without).isLessThan(48);
  }

  @Test
  void aTokenWithoutEmbeddingIsNeverRedundant() {
    SampledToken certain = new SampledToken(new Candidate(new TokenKey("a", 0), null), 0, 0, 1);
    assertThat(trials()).noneMatch(trial -> trial.redundant(certain));
  }

  private Settings settings() {
    return loader
        .load(
            Layers.assigning(
                "calibrate.search.top1Quantiles=[0.2, 0.5]",
                "calibrate.search.divergenceQuantiles=[0.5, 1]",
                "calibrate.search.withinImage.maxSizes=[0, 8]",
                "calibrate.search.clusters=[2, 5]",
                "calibrate.search.moreImagesThan=[2]"))
        .settings();
  }

  private List<Trial> trials() {
    return Trials.of(settings().calibrate().search(), TOP1, DIVERGENCE);
  }

  private static List<SampledToken> sample() {
    Random random = new Random(5);
    List<SampledToken> sample = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      float[] embedding = {(float) random.nextGaussian(), (float) random.nextGaussian()};
      sample.add(
          new SampledToken(
              new Candidate(new TokenKey("image " + (char) ('a' + i / 12), i % 12), embedding),
              random.nextDouble(),
              10 * random.nextDouble(),
              1 + random.nextInt(12)));
    }
    return sample;
  }
}
