package org.tokenquarry.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsDigestTest {

  private final ConfigurationLoader loader = new ConfigurationLoader();

  @TempDir Path directory;

  @Test
  void theCanonicalFormIsPinned() {
    SettingsDigest digest = digest("preset=llava-onevision-7b", "experiment.probe=[5, \"1-2\"]");

    assertThat(digest.json())
        .isEqualTo(
            """
            {"divergence":"official-code","divergenceHead":10,"firstToken":"skip-article",\
            "globalWeight":16.0,"maxDivergence":0.0018,"maxTop1Probability":0.08,"probe":[1,2,5],\
            "regionWeight":1.0,"singleHead":50,"window":3,\
            "withinImage":{"clusters":8,"maxSize":3,"neighbours":5}}""");
    assertThat(digest.hex())
        .isEqualTo("14b7b3af2014cd5fa61b61ffdc41560260a4810caa08693730a3da5f78dac952");
  }

  /** Codebooks that were clustered before there was another method keep their digest. */
  @Test
  void exactClusteringIsNotNamed() {
    assertThat(codebook("cluster.cells=7").json())
        .contains(
            """
            {"cluster":{"clusters":64,"contextIndependence":{"enabled":true,\
            "moreImagesThan":"5.0%"},"maxCandidates":2147483647,"neighbours":5,\
            "prototypes":"centroids"},"experiment":""");
    assertThat(codebook("cluster.method=partitioned", "cluster.cells=7").json())
        .contains("\"partition\":{\"cells\":7},");
  }

  @Test
  void theNumberOfCellsFollowsFromTheTokens() {
    String[] partitioned = {"cluster.method=partitioned"};
    ClusterSettings settings = loader.load(Layers.assigning(partitioned)).settings().cluster();
    assertThat(settings.of(8_192).partition()).contains(new PartitionSettings(1));
    assertThat(settings.of(8_193).partition()).contains(new PartitionSettings(2));
    assertThat(settings.of(50_000_000).partition()).contains(new PartitionSettings(1_024));
  }

  @Test
  void orderAndNotationDoNotMatter() throws IOException {
    Path one =
        Files.writeString(directory.resolve("1.conf"), "experiment{window=5,regionWeight=2}");
    Path two =
        Files.writeString(
            directory.resolve("2.json"),
            "{\"experiment\":{\"regionWeight\":2.0,\"window\":\"5\"}}");

    assertThat(digest(one)).isEqualTo(digest(two));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mine.batchSize=1",
        "model.device=cpu",
        "warehouse.path=elsewhere",
        "cluster.clusters=3",
        "spark.master=local[1]"
      })
  void whatChangesNoScoreChangesNoDigest(String assignment) {
    assertThat(digest(assignment)).isEqualTo(digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "experiment.probe=[1]",
        "experiment.window=5",
        "experiment.singleHead=51",
        "experiment.divergenceHead=11",
        "experiment.divergence=jensen-shannon",
        "experiment.firstToken=first",
        "experiment.regionWeight=2",
        "experiment.globalWeight=17",
        "experiment.maxTop1Probability=0.33",
        "experiment.maxDivergence=1e-9",
        "experiment.withinImage.enabled=false",
        "experiment.withinImage.clusters=9",
        "experiment.withinImage.maxSize=9",
        "experiment.withinImage.neighbours=6"
      })
  void whatChangesScoresOrVerdictsChangesBothDigests(String assignment) {
    String on = "experiment.withinImage.enabled=true";
    assertThat(digest(on, assignment).hex()).isNotEqualTo(digest(on).hex());
    assertThat(codebookDigest(on, assignment)).isNotEqualTo(codebookDigest(on));
  }

  @Test
  void aConditionThatIsOffHasNoSettings() {
    assertThat(digest("experiment.withinImage.clusters=9")).isEqualTo(digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster.clusters=9",
        "cluster.neighbours=6",
        "cluster.maxCandidates=10",
        "cluster.contextIndependence.enabled=false",
        "cluster.contextIndependence.moreImagesThan=6%",
        "cluster.prototypes=medoids",
        "cluster.method=partitioned"
      })
  void clusterSettingsChangeTheCodebooksDigestOnly(String assignment) {
    assertThat(codebookDigest(assignment)).isNotEqualTo(codebookDigest());
    assertThat(digest(assignment)).isEqualTo(digest());
  }

  private SettingsDigest digest(String... assignments) {
    return SettingsDigest.of(loader.load(Layers.assigning(assignments)).settings().experiment());
  }

  private SettingsDigest digest(Path file) {
    Layers layers = new Layers(Optional.of(file), List.of(), Map.of());
    return SettingsDigest.of(loader.load(layers).settings().experiment());
  }

  private String codebookDigest(String... assignments) {
    return codebook(assignments).hex();
  }

  private SettingsDigest codebook(String... assignments) {
    Settings settings = loader.load(Layers.assigning(assignments)).settings();
    return SettingsDigest.of(settings.experiment(), settings.cluster());
  }
}
