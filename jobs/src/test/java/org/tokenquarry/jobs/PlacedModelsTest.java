package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * Models with merged patches, whose positions are no count, go through the pipeline as others do:
 * also one whose tokens have planes beside their vectors.
 */
class PlacedModelsTest {

  @TempDir Path directory;

  @Test
  void imagesAreMinedClusteredAndAskedAbout() {
    String model = TinyWarehouses.BUNDLES + "qwen2_5_vl-tiny";
    Path heldOut = ingested(4);
    JsonNode proof = done("verify-bundle", model);
    assertThat(proof.toString()).contains("golden.full_region_pad");
    JsonNode mined = of(model, "mine");
    assertThat(mined.get("mined").asInt()).isEqualTo(4);
    assertThat(mined.get("tokens").asInt()).isEqualTo(4 * 49);
    assertThat(mined.get("modelGflop").asDouble()).isPositive();
    of(model, "cluster");
    JsonNode evaluated =
        of(
            model,
            "evaluate",
            "--questions",
            heldOut.toString(),
            "--set",
            "evaluate.pruners=[codebook, random, fastv, fitprune, vtw-searched, divprune]",
            "--set",
            "evaluate.budgets=[0.5]",
            "--set",
            "evaluate.calibrationImages=1",
            "--set",
            "evaluate.bootstrapSamples=20");
    assertThat(evaluated.get("rows").findValuesAsText("pruner"))
        .contains("codebook", "random", "fastv", "fitprune", "vtw-searched", "divprune");
  }

  /** Images keep their shape, so each has tokens of its own number; these have planes, too. */
  @Test
  void imagesOfAnyShapeAreMinedClusteredAndAskedAbout() throws IOException {
    String model = TinyWarehouses.BUNDLES + "qwen3_vl-native-tiny";
    wide(Files.createDirectories(directory.resolve("scenes/images")).resolve("wide.png"));
    Path heldOut = ingested(3);
    assertThat(done("verify-bundle", model).toString()).contains("golden.full_region_pad");
    // Of 8 px each: 96 x 96 px are too many and become 80 x 80; 150 x 60 px become 120 x 48.
    JsonNode mined = of(model, "mine");
    assertThat(mined.get("tokens").asInt()).isEqualTo(3 * 100 + 15 * 6);
    assertThat(of(model, "repair").get("unevenImages").asInt()).isZero();
    of(model, "cluster");
    JsonNode evaluated =
        of(
            model,
            "evaluate",
            "--questions",
            heldOut.toString(),
            "--set",
            "evaluate.pruners=[codebook, random, fastv, fitprune, divprune]",
            "--set",
            "evaluate.budgets=[0.5]",
            "--set",
            "evaluate.bootstrapSamples=20");
    assertThat(evaluated.get("rows").findValuesAsText("pruner"))
        .contains("codebook", "random", "fastv", "divprune")
        .doesNotContain("fitprune");
    assertThat(evaluated.get("notCompared").toString()).contains("one number of visual tokens");
    Path page = directory.resolve("report.html");
    of(model, "report", "--out", page.toString());
    assertThat(Files.readString(page)).contains("of 90 kept");
  }

  /**
   * Ingests scenes to mine, with what lies beside them, and two to ask about.
   *
   * @return the folder of the questions
   */
  private Path ingested(int count) {
    Path scenes = directory.resolve("scenes");
    Path heldOut = directory.resolve("heldout");
    Commands.run("scenes", "--count", "" + count, "--seed", "1", "--out", scenes.toString());
    Commands.run("scenes", "--count", "2", "--seed", "2", "--out", heldOut.toString());
    done("ingest", scenes.resolve("images").toString(), "--warehouse", warehouse());
    String heldOutImages = heldOut.resolve("images").toString();
    done("ingest", heldOutImages, "--split", "heldout", "--warehouse", warehouse());
    return heldOut;
  }

  private static void wide(Path file) throws IOException {
    BufferedImage wide = new BufferedImage(150, 60, BufferedImage.TYPE_INT_RGB);
    wide.getGraphics().drawString("wide", 20, 40);
    ImageIO.write(wide, "png", file.toFile());
  }

  /** Of a model with tiles; the experiments see the base view. */
  @Test
  void tilesAreAskedAbout() {
    String model = TinyWarehouses.BUNDLES + "llava-next-tiny";
    Path heldOut = ingested(4);
    of(model, "mine");
    of(model, "cluster");
    JsonNode base = asked(model, heldOut, "base");
    JsonNode packed = asked(model, heldOut, "packed");
    assertThat(packed.get("view").asText()).isEqualTo("packed");
    assertThat(packed.get("questionSet")).isNotEqualTo(base.get("questionSet"));
    for (String pruner : List.of("codebook", "random", "uniform-grid", "vispruner")) {
      assertThat(tokens(packed, pruner)).as(pruner).isGreaterThan(2 * tokens(base, pruner));
    }
    JsonNode together = asked(model, heldOut, "packed", "evaluate.budgetOver=question");
    assertThat(together.get("questionSet")).isNotEqualTo(packed.get("questionSet"));
    // Half of all, in place of half of each part: rounded once.
    assertThat(tokens(together, "codebook")).isCloseTo(tokens(packed, "codebook"), within(1.0));
    assertThat(ClusteredWarehouse.row(together, "uniform-grid", 0.5).get("note").asText())
        .contains("one view");
    assertThat(base.get("rows").findValuesAsText("pruner")).contains("fastv");
    assertThat(packed.get("rows").findValuesAsText("pruner")).doesNotContain("fastv");
    assertThat(packed.get("notCompared").findValuesAsText("name")).contains("fastv");
  }

  /** Base view and tiles are examined one by one, and their tokens share one codebook. */
  @Test
  void tilesAreMined() throws IOException {
    String model = TinyWarehouses.BUNDLES + "llava-next-tiny";
    Path scenes = directory.resolve("scenes");
    Commands.run("scenes", "--count", "3", "--seed", "1", "--out", scenes.toString());
    // Of another shape, so that images differ in the number of their tokens.
    wide(scenes.resolve("images/wide.png"));
    done("ingest", scenes.resolve("images").toString(), "--warehouse", warehouse());
    long base = 4 * 16;
    long tiles = mined(model, "tiles");
    assertThat(tiles).isGreaterThan(2 * base);
    assertThat(mined(model, "both")).isEqualTo(base + tiles);
    JsonNode again = of(model, "mine", "--set", "experiment.view=both");
    assertThat(again.get("alreadyMined").asInt()).isEqualTo(4);
    assertThat(
            done("repair", "--warehouse", warehouse(), "--model", model)
                .get("unevenImages")
                .asInt())
        .isZero();
    of(model, "cluster", "--set", "experiment.view=tiles");
    Path page = directory.resolve("report.html");
    of(model, "report", "--set", "experiment.view=tiles", "--out", page.toString());
    assertThat(Files.readString(page)).contains("class=\"pair\"");
    Path codebooks = directory.resolve("codebooks");
    of(model, "export", "latest", "--set", "experiment.view=tiles", "--out", codebooks.toString());
    assertThat(Files.readString(codebooks.resolve("codebook-v1/card.json")))
        .contains("\"minedView\" : \"tiles\"");
  }

  private long mined(String model, String view) {
    return of(model, "mine", "--set", "experiment.view=" + view).get("tokens").asLong();
  }

  @Test
  void tilesOfAModelWithoutThemAreRefused() {
    Path scenes = directory.resolve("scenes");
    Commands.run("scenes", "--count", "1", "--seed", "1", "--out", scenes.toString());
    done("ingest", scenes.resolve("images").toString(), "--warehouse", warehouse());
    Commands.Result refused =
        Commands.run("mine", "--warehouse", warehouse(), "--set", "experiment.view=tiles");
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("tiles-unknown");
  }

  private JsonNode asked(String model, Path heldOut, String view) {
    return asked(model, heldOut, view, "evaluate.budgetOver=image");
  }

  private JsonNode asked(String model, Path heldOut, String view, String budgets) {
    return of(
        model,
        "evaluate",
        "--questions",
        heldOut.toString(),
        "--set",
        "evaluate.view=" + view,
        "--set",
        budgets,
        "--set",
        "evaluate.pruners=[codebook, random, uniform-grid, vispruner, fastv]",
        "--set",
        "evaluate.budgets=[0.5]",
        "--set",
        "evaluate.bootstrapSamples=20");
  }

  private static double tokens(JsonNode evaluated, String pruner) {
    return ClusteredWarehouse.row(evaluated, pruner, 0.5).get("tokens").asDouble();
  }

  private String warehouse() {
    return directory.resolve("warehouse").toString();
  }

  private JsonNode of(String model, String verb, String... more) {
    List<String> all = new ArrayList<>(List.of(verb, "--warehouse", warehouse(), "--model", model));
    for (String setting :
        List.of(
            "cluster.clusters=4",
            "cluster.contextIndependence.moreImagesThan=1",
            "experiment.maxTop1Probability=1",
            "experiment.maxDivergence=1000")) {
      all.addAll(List.of("--set", setting));
    }
    all.addAll(List.of(more));
    return done(all.toArray(String[]::new));
  }

  private static JsonNode done(String... words) {
    Commands.Result result = Commands.run(words);
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    return result.json();
  }
}
