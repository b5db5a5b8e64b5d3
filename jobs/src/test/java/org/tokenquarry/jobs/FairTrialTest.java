package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** {@code evaluate --suite fair} with the small random bundle, from nothing to the table. */
class FairTrialTest {

  private static final List<String> SMALL =
      List.of(
          "evaluate.suite.scenes.mined=10",
          "evaluate.suite.scenes.validation=4",
          "evaluate.suite.scenes.test=5",
          "evaluate.suite.search.trials=4",
          "evaluate.suite.search.images=2",
          "evaluate.suite.budgets=[0.5, 0.2]",
          "evaluate.suite.pruners=[codebook, codebook-diverse, random, gprune, zoo-prune]",
          "evaluate.bootstrapSamples=20",
          "calibrate.images=4",
          "calibrate.quantiles.top1=0.9",
          "calibrate.quantiles.divergence=0.9",
          "calibrate.search.top1Quantiles=[0.8, 0.9]",
          "calibrate.search.divergenceQuantiles=[0.8, 0.9]",
          "calibrate.search.clusters=[4]",
          "calibrate.search.withinImage.maxSizes=[0]",
          "cluster.clusters=4",
          "cluster.contextIndependence.moreImagesThan=2",
          "report.images=1",
          "report.prototypes=1");

  @TempDir Path directory;

  private Commands.Result trial(String folder, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--suite",
                "fair",
                "--warehouse",
                folder,
                "--model",
                TinyWarehouses.BUNDLE));
    SMALL.forEach(setting -> all.addAll(List.of("--set", setting)));
    all.addAll(Arrays.asList(more));
    return Commands.run(all.toArray(String[]::new));
  }

  @Test
  void everythingIsComparedFromTheBeginning() throws IOException {
    Path folder = directory.resolve("fair");
    Commands.Result first = trial(folder.toString());
    assertThat(first.code()).as("%s", first.json()).isEqualTo(ExitCode.DONE);
    JsonNode found = first.json();
    assertThat(found.at("/scenes/test").asInt()).isEqualTo(5);
    assertThat(found.at("/seeds/test").asLong()).isEqualTo(1031246483L);
    JsonNode model = found.at("/models/0");
    assertThat(found.get("models")).hasSize(1);

    JsonNode ours = model.at("/codebookSearch/search");
    assertThat(ours.at("/rungs/0/trials").asInt() + ours.get("empty").asInt())
        .as("as many trials as the others")
        .isEqualTo(4);
    assertThat(model.at("/prunerSearch/trials").asInt()).isEqualTo(4);
    assertThat(model.at("/prunerSearch/pruners").findValuesAsText("method"))
        .containsExactly("gprune");
    assertThat(model.at("/prunerSearch/notSearched").findValuesAsText("name"))
        .containsExactly("zoo-prune");
    assertThat(model.get("searchedVersion").asInt()).isPositive();

    JsonNode test = model.get("test");
    assertThat(test.get("images").asInt()).isEqualTo(5);
    assertThat(test.get("reference").asText()).isEqualTo("codebook-diverse");
    assertThat(test.get("version")).isEqualTo(model.get("searchedVersion"));
    List<String> pruners = test.get("rows").findValuesAsText("pruner");
    assertThat(pruners).contains("codebook", "codebook-diverse", "random", "gprune");
    if (model.get("searchedVersion").asInt() != model.get("defaultVersion").asInt()) {
      assertThat(pruners).contains("codebook-v1", "codebook-diverse-v1");
    }
    String chosen = model.at("/prunerSearch/pruners/0/chosen").asText();
    assertThat(pruners).contains(chosen);
    assertThat(test.get("notCompared").findValuesAsText("name"))
        .contains("zoo-prune", "prunesid-dynamic", "image-downsampling");
    for (JsonNode row : test.get("rows")) {
      assertThat(row.get("changeCi")).hasSize(2);
    }

    assertThat(Path.of(model.get("report").asText())).content().contains("codebook-diverse");
    assertThat(Path.of(found.get("table").asText()))
        .content()
        .startsWith("## ")
        .contains("| `codebook-diverse` | **")
        .contains("| `" + chosen + "` | ")
        .contains("- `zoo-prune`: The bundle's vision.pt would need")
        .contains("Time of the decoder for a prompt: ");

    Path kept = folder.resolve("models/1-tiny/test.json");
    Files.setLastModifiedTime(kept, FileTime.from(Instant.EPOCH));
    assertThat(trial(folder.toString()).json()).as("nothing is measured again").isEqualTo(found);
    assertThat(Files.getLastModifiedTime(kept).toInstant()).isEqualTo(Instant.EPOCH);

    Commands.Result other = trial(folder.toString(), "--set", "evaluate.suite.seeds.test=5");
    assertThat(other.error("code")).isEqualTo("suite-place");
    assertThat(other.error("message")).contains("a trial with other images");
  }

  @Test
  void imagesOfOnesOwnTakeThePlaceOfScenes() throws IOException {
    scenes(8, 1, "mined");
    scenes(4, 2, "validation");
    scenes(5, 3, "test");
    Path folder = directory.resolve("fair");
    List<String> small =
        List.of(
            "--set",
            "evaluate.suite.pruners=[codebook-diverse, random]",
            "--set",
            "evaluate.suite.search.trials=1");
    Commands.Result own = trial(folder.toString(), with(small, own("mined", "validation", "test")));
    assertThat(own.code()).as("%s", own.json()).isEqualTo(ExitCode.DONE);
    assertThat(own.json().get("scenes").isNull()).isTrue();
    assertThat(own.json().at("/own/test").asText()).isEqualTo(directory + "/test");
    assertThat(own.json().at("/models/0/test/images").asInt()).isEqualTo(5);
    assertThat(own.json().at("/models/0/codebookSearch/search/rungs")).isNotEmpty();
    assertThat(folder.resolve("scenes")).doesNotExist();

    Files.copy(
        directory.resolve("validation/questions.jsonl"),
        directory.resolve("validation/others.jsonl"));
    Commands.Result shared =
        trial(
            directory.resolve("shared").toString(),
            with(small, own("mined", "validation", "validation/others.jsonl")));
    assertThat(shared.error("code")).isEqualTo("suite-images");
    assertThat(shared.error("message")).startsWith("4 of the images that are asked about in ");
    Commands.Result two =
        trial(directory.resolve("two").toString(), own("mined", "validation", "validation"));
    assertThat(two.error("code")).isEqualTo("suite-images");
    assertThat(directory.resolve("two")).doesNotExist();
    assertThat(trial(folder.toString()).error("message")).contains("a trial with other images");
  }

  private void scenes(int count, int seed, String name) {
    Commands.run(
        "scenes",
        "--count",
        "" + count,
        "--seed",
        "" + seed,
        "--out",
        "" + directory.resolve(name));
  }

  private String[] own(String mined, String validation, String test) {
    return new String[] {
      "--set", "evaluate.suite.own.mined=" + directory.resolve(mined),
      "--set", "evaluate.suite.own.validation=" + directory.resolve(validation),
      "--set", "evaluate.suite.own.test=" + directory.resolve(test)
    };
  }

  private static String[] with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void whatTheSuiteDecidesIsRefused() {
    Commands.Result refused =
        trial(
            directory.resolve("refused").toString(),
            "3",
            "--questions",
            "mine",
            "--set",
            "calibrate.search.questions=mine",
            "--set",
            "evaluate.suite.seeds.test=7",
            "--set",
            "evaluate.suite.seeds.validation=7");
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.json().findValuesAsText("code")).contains("suite-decides", "suite-seeds");
    assertThat(refused.json().toString())
        .contains("evaluate.questions is mine")
        .contains("calibrate.search.questions is mine")
        .contains("codebook.version is 3");
    assertThat(directory.resolve("refused")).doesNotExist();

    assertThat(trial("hdfs://cluster/fair").error("code")).isEqualTo("suite-place");
    assertThat(Commands.run("evaluate", "--suite", "unfair").error("code"))
        .isEqualTo("setting-invalid");
  }

  @Test
  void aWarehouseIsNoFolderForATrial() throws IOException {
    ClusteredWarehouse.in(directory);
    Path warehouse = directory.resolve(ClusteredWarehouse.NAME);
    Commands.Result refused = trial(warehouse.toString());
    assertThat(refused.error("code")).isEqualTo("suite-place");
    assertThat(refused.error("message")).contains("the tables of a warehouse");
    assertThat(warehouse.resolve("trial.json")).doesNotExist();
  }
}
