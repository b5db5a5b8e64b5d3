package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** {@code calibrate} through the command line, with and without questions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalibrateTest {

  @TempDir static Path directory;

  private TinyWarehouses tiny;
  private Path heldOut;

  @BeforeAll
  void ingest() {
    tiny = new TinyWarehouses(directory);
    Path scenes = directory.resolve("scenes");
    heldOut = directory.resolve("heldout");
    run("scenes", "--count", "10", "--seed", "1", "--out", scenes.toString());
    run("scenes", "--count", "6", "--seed", "2", "--out", heldOut.toString());
    Commands.Result ingested =
        tiny.run(
            "warehouse",
            "nightly",
            scenes.resolve("images").toString(),
            "--questions",
            heldOut.toString(),
            "--set",
            "nightly.verbs=[ingest]");
    assertThat(ingested.code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void calibrateProposesTheQuantilesAskedFor() {
    JsonNode calibrated =
        tiny.run(
                "warehouse",
                "calibrate",
                "--images",
                "4",
                "--set",
                "calibrate.quantiles.top1=0.25",
                "--set",
                "calibrate.quantiles.divergence=0.5")
            .json();
    assertThat(calibrated.get("tokens").asInt()).isEqualTo(64);
    assertThat(calibrated.get("maxTop1Probability").asDouble())
        .isBetween(
            calibrated.get("top1").get(2).asDouble(), calibrated.get("top1").get(3).asDouble());
    assertThat(calibrated.get("maxDivergence").asDouble())
        .isCloseTo(calibrated.get("divergence").get(5).asDouble(), within(1e-12));
  }

  @Test
  void calibrateSearchesByHalving() {
    JsonNode search = search("warehouse").json().get("search");

    assertThat(search.get("trials").asInt()).isEqualTo(2 * 2 * 3);
    int left = 12 - search.get("empty").asInt();
    assertThat(left).isPositive();
    int images = 2;
    for (JsonNode rung : search.get("rungs")) {
      assertThat(rung.get("trials").asInt()).isEqualTo(left);
      assertThat(rung.get("images").asInt()).isEqualTo(Math.min(6, images));
      assertThat(rung.get("best").asDouble()).isGreaterThanOrEqualTo(rung.get("worst").asDouble());
      left = (left + 2) / 3;
      images *= 3;
    }
    assertThat(search.get("budgets")).hasSize(2);
    assertThat(search.get("settings").asText())
        .contains("experiment.maxTop1Probability = ", "cluster.prototypes = ");
    assertThat(search.get("settingsDigest").asText()).hasSize(64);
    assertThat(search("warehouse", "--set", "spark.master=local[1]").json().get("search"))
        .as("the number of cores changes nothing")
        .isEqualTo(search);
  }

  @Test
  void settingsAreNotChosenByTheQuestionsThatJudgeThem() {
    Commands.Result refused =
        search("warehouse", "--set", "evaluate.questions=" + heldOut + "/questions.jsonl");
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("validation-is-test");
    Commands.Result unfit = search("warehouse", "--set", "calibrate.search.pruner=random");
    assertThat(unfit.error("message"))
        .isEqualTo("There is no pruner random that probes a codebook.");
    Commands.Result strict = search("warehouse", "--set", "calibrate.search.moreImagesThan=[50]");
    assertThat(strict.error("message"))
        .isEqualTo("None of the 12 combinations of settings leaves a prototype.");
  }

  private Commands.Result search(String name, String... more) {
    List<String> all = new ArrayList<>(List.of("--images", "4", "--questions", heldOut.toString()));
    for (String setting :
        List.of(
            "images=2",
            "budgets=[0.5, 0.2]",
            "top1Quantiles=[0.5, 1]",
            "divergenceQuantiles=[1]",
            "withinImage.clusters=3",
            "withinImage.maxSizes=[0, 6]",
            "clusters=[4]",
            "moreImagesThan=[1]")) {
      all.addAll(List.of("--set", "calibrate.search." + setting));
    }
    all.addAll(Arrays.asList(more));
    return tiny.run(name, "calibrate", all.toArray(String[]::new));
  }
}
