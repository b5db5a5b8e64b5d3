package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.report.page.Chromium;

/**
 * The whole pipeline through the command line, on a small random bundle: what is written, and what
 * is not done twice. One night is run for all tests; a test that goes on with its warehouse does so
 * in a copy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;

  private TinyWarehouses tiny;
  private Path scenes;
  private Path heldOut;
  private JsonNode night;

  @BeforeAll
  void mineOneNight() throws IOException {
    tiny = new TinyWarehouses(directory);
    scenes = directory.resolve("scenes");
    heldOut = directory.resolve("heldout");
    assertThat(run("scenes", "--count", "10", "--seed", "1", "--out", scenes.toString()).code())
        .isEqualTo(ExitCode.DONE);
    JsonNode questions =
        run("scenes", "--count", "6", "--seed", "2", "--out", heldOut.toString()).json();
    assertThat(questions.get("images").asInt()).isEqualTo(6);
    assertThat(questions.get("questions").asInt()).isGreaterThan(30);
    Files.writeString(scenes.resolve("images/broken.png"), "no image");
    night = nightly("warehouse").json();
  }

  @Test
  void everyStageAddsUp() {
    JsonNode ingest = night.get("ingest");
    assertThat(ingest.get("images").asInt()).isEqualTo(10);
    assertThat(ingest.get("added").asInt()).isEqualTo(10);
    assertThat(ingest.get("quarantined").asInt()).isEqualTo(1);
    assertThat(ingest.get("reasons").get("not-an-image").asInt()).isEqualTo(1);
    assertThat(night.get("heldout").get("images").asInt()).isEqualTo(6);
    JsonNode mine = night.get("mine");
    assertThat(mine.get("mined").asInt()).isEqualTo(10);
    assertThat(mine.get("tokens").asInt()).isEqualTo(160);
    long in = 160;
    for (JsonNode stage : mine.get("stages")) {
      assertThat(stage.get("in").asLong()).isEqualTo(in);
      in = stage.get("kept").asLong();
    }
    assertThat(mine.get("redundantTokens").asLong()).isEqualTo(in).isPositive();
    assertThat(night.get("cluster").get("prototypes").asInt()).isPositive();
    assertThat(night.get("publish").get("status").asText()).isEqualTo("published");
  }

  @Test
  void figuresAreThoseOfEveryPrunerAtEveryBudget() {
    JsonNode rows = night.get("evaluate").get("rows");
    assertThat(rows).hasSize(8 * 2);
    double unpruned = night.get("evaluate").get("unpruned").asDouble();
    for (JsonNode row : rows) {
      assertThat(row.get("accuracy").asDouble())
          .isBetween(row.get("low").asDouble(), row.get("high").asDouble());
      assertThat(row.get("relative").isNull()).isEqualTo(unpruned == 0);
      assertThat(row.get("ci").get(0)).isEqualTo(row.get("low"));
      assertThat(row.get("difference").isNull())
          .isEqualTo(row.get("pruner").asText().equals("codebook"));
      assertThat(row.get("fidelityJsd").asDouble()).isBetween(0.0, Math.log(2));
      assertThat(row.get("fidelityTop1").asDouble()).isBetween(0.0, 1.0);
      assertThat(row.get("flopsSaved").asDouble()).isBetween(0.0, 1.0);
      assertThat(row.get("f1").isNull()).as("no yes-or-no questions").isTrue();
    }
    assertThat(night.get("evaluate").get("prefill")).hasSize(3);
    assertThat(night.get("evaluate").get("notCompared").findValuesAsText("name"))
        .contains("mqt", "yopo");
  }

  @Test
  void exportedFilesAreThoseOfTheManifest() throws IOException {
    JsonNode export = night.get("export");
    Path folder = Path.of(export.get("directory").asText().replaceFirst("^file:", ""));
    for (JsonNode file : export.get("files")) {
      byte[] content = Files.readAllBytes(folder.resolve(file.get("name").asText()));
      assertThat(Sha256.of(content)).isEqualTo(file.get("sha256").asText());
      assertThat(content).hasSize(file.get("bytes").asInt());
    }
    JsonNode card = JSON.readTree(folder.resolve("card.json").toFile());
    assertThat(card.get("contentDigest")).isEqualTo(night.get("cluster").get("contentDigest"));
    assertThat(card.get("prototypes")).hasSize(night.get("cluster").get("prototypes").asInt());
    assertThat(Path.of(night.get("report").asText())).content().contains("<svg");
  }

  @Test
  void aSecondNightMinesNothingAgain() throws IOException {
    copyTheWarehouse("again");
    JsonNode again = nightly("again").json();
    assertThat(again.get("ingest").get("added").asInt()).isZero();
    assertThat(again.get("ingest").get("unchanged").asInt()).isEqualTo(10);
    assertThat(again.get("mine").get("mined").asInt()).isZero();
    assertThat(again.get("mine").get("alreadyMined").asInt()).isEqualTo(10);
    assertThat(again.get("cluster").get("created").asBoolean()).isFalse();
    assertThat(again.get("cluster").get("version").asInt()).isEqualTo(1);
    assertThat(again.get("export").get("files")).isEqualTo(night.get("export").get("files"));
    JsonNode versions = run("list", "--warehouse", tiny.warehouse("again")).json();
    assertThat(versions.get("codebooks")).hasSize(1);
  }

  @Test
  void prototypesAreTracedToTheirTokens() {
    JsonNode shown = run("show", "--warehouse", tiny.warehouse("warehouse")).json();
    assertThat(shown.get("prototypes"))
        .hasSize(night.get("cluster").get("prototypes").asInt())
        .allSatisfy(
            origin -> {
              assertThat(origin.get("sourceUri").asText()).endsWith(".png");
              assertThat(origin.get("top1Probability").asDouble()).isLessThan(0.088);
            });
  }

  @Test
  void partitionsCoresAndEngineChangeNothing() {
    JsonNode other =
        nightly(
                "other",
                "--set",
                "mine.imagesPerTask=100",
                "--set",
                "mine.imagesPerCommit=3",
                "--set",
                "mine.engine=exhaustive",
                "--set",
                "mine.batchSize=5",
                "--set",
                "spark.master=local[1]",
                "--set",
                "nightly.verbs=[ingest, mine, cluster]")
            .json();
    assertThat(other.get("cluster").get("contentDigest"))
        .isEqualTo(night.get("cluster").get("contentDigest"));
  }

  @Test
  void theGateRefusesWhatWasNotEvaluated(@TempDir Path own) throws IOException {
    Commands.Result refused = ClusteredWarehouse.in(own).run("publish");
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.error("code")).isEqualTo("not-evaluated");
    assertThat(refused.error("message")).isEqualTo("Version 1 was not evaluated.");
    copyTheWarehouse("published");
    Commands.Result again =
        tiny.run("published", "publish", "--set", "publish.minPrototypes=100000");
    assertThat(again.code()).as("published before").isEqualTo(ExitCode.DONE);
  }

  @Test
  void theReportOfTheNightOpensInABrowser() throws Exception {
    Optional<Chromium> chromium = Chromium.installed();
    assumeTrue(chromium.isPresent(), "SKIPPED: no Chromium, so the night's report was not opened");
    Path page = Path.of(night.get("report").asText());
    Chromium.Opened opened = chromium.get().open(page, directory);
    assertThat(opened.console()).isEmpty();
    assertThat(opened.document())
        .contains("</footer>")
        .contains("data:image/png;base64,")
        .contains("divprune: 3 of 16 kept")
        .contains("text-to-image attention")
        .contains("There is no earlier version to compare with.");
  }

  @Test
  void theReportOfANewVersionTellsWhatChanged(@TempDir Path own) throws IOException {
    ClusteredWarehouse warehouse = ClusteredWarehouse.in(own);
    JsonNode second = warehouse.run("cluster", "--set", "cluster.clusters=3").json();
    assertThat(second.get("version").asInt()).isEqualTo(2);
    Path page = warehouse.file("second.html");
    JsonNode report =
        warehouse.run("report", "--out", page.toString(), "--set", "report.images=2").json();
    assertThat(report.get("version").asInt()).isEqualTo(2);
    assertThat(page)
        .content()
        .contains("Since version 1: ")
        .contains("The model is the same. 1 setting differs.")
        .contains("<code>cluster.clusters</code></th><td class=\"text\">4</td>")
        .contains("not both evaluated on the same questions")
        .contains("2 tokens of 2 images.");
  }

  private void copyTheWarehouse(String name) throws IOException {
    ClusteredWarehouse.copy(directory.resolve("warehouse"), directory.resolve(name));
  }

  private Commands.Result nightly(String name, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                scenes.resolve("images").toString(),
                "--questions",
                heldOut.toString(),
                "--set",
                "evaluate.budgets=[0.5, 0.2]",
                "--set",
                "evaluate.bootstrapSamples=100",
                "--set",
                "report.file=" + directory.resolve(name + ".html"),
                "--set",
                "export.directory=" + directory.resolve(name + "-export")));
    all.addAll(Arrays.asList(more));
    return tiny.run(name, "nightly", all.toArray(String[]::new));
  }
}
