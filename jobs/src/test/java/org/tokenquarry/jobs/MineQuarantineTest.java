package org.tokenquarry.jobs;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * What {@code mine} quarantines is quarantined for its model, its settings and its limits only. A
 * model that mined nothing leaves the warehouse free for another model.
 */
class MineQuarantineTest {

  private static final Path TINY = Path.of("../udfs/src/test/resources/bundles/tiny");
  private static final int IMAGES = 5;

  @TempDir Path directory;

  @BeforeEach
  void ingestFiveImages() {
    String scenes = directory.resolve("scenes").toString();
    run("scenes", "--count", "" + IMAGES, "--seed", "1", "--out", scenes);
    run("ingest", scenes + "/images", "--warehouse", warehouse());
  }

  @Test
  void aModelThatAnswersNanLeavesTheWarehouseToAnother() throws IOException {
    Path nan = BrokenBundle.nan(directory.resolve("nan"));
    Commands.Result refused = mine(nan, "mine.imagesPerCommit=2");
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("all-quarantined");
    assertThat(refused.error("message"))
        .isEqualTo(
            "Nothing was mined: all 5 images are put aside, 5 of them as non-finite, for example:"
                + " The decoder gave no distribution: the logit of token 0 is NaN.");
    assertThat(refused.error("remedy")).contains("verify-bundle");
    assertThat(directory.resolve("warehouse/experiments")).doesNotExist();
    assertThat(open().select("stage", "reason", "retryable").distinct().collectAsList())
        .singleElement()
        .hasToString("[mine,non-finite,false]");
    assertThat(mine(nan, "mine.engine=exhaustive").error("code")).isEqualTo("all-quarantined");
    assertThat(open().count()).as("not tried again").isEqualTo(IMAGES);
    Commands.Result early =
        mine(
            nan,
            "experiment.maxDivergence=0.5",
            "mine.giveUpAfter=2",
            "mine.imagesPerTask=1",
            "mine.imagesPerCommit=1");
    assertThat(early.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(early.error("code")).isEqualTo("model-fails");
    assertThat(early.error("message")).contains("the logit of token 0 is NaN");
    assertThat(mine(nan, "experiment.maxDivergence=0.5").error("code"))
        .isEqualTo("all-quarantined");
    Commands.Result mute = mine(BrokenBundle.mute(directory.resolve("mute")), "mine.giveUpAfter=1");
    assertThat(mute.error("code")).isEqualTo("model-fails");
    assertThat(mute.error("message"))
        .contains("the same answer with the same probability", "16 different visual tokens");
    assertThat(open().filter(col("reason").equalTo("non-finite")).count())
        .as("tried with other settings")
        .isEqualTo(2 * IMAGES);
    assertMined(mine(TINY), 0, IMAGES, 0);
    assertThat(mine(nan).error("code")).isEqualTo("warehouse-of-another-model");
  }

  @Test
  void aBundleThatDoesNotLoadLeavesTheWarehouseToAnother() throws IOException {
    Path broken = Files.createDirectories(directory.resolve("broken"));
    for (String file : List.of("vision.pt", "tokenizer.json")) {
      Files.copy(TINY.resolve(file), broken.resolve(file));
    }
    byte[] noScript = "no TorchScript".getBytes(StandardCharsets.UTF_8);
    Files.write(broken.resolve("decoder.pt"), noScript);
    ObjectMapper json = new ObjectMapper();
    ObjectNode manifest = (ObjectNode) json.readTree(TINY.resolve("bundle.json").toFile());
    ((ObjectNode) manifest.get("files")).put("decoder.pt", Sha256.of(noScript));
    json.writeValue(broken.resolve("bundle.json").toFile(), manifest);
    Commands.Result refused = mine(broken);
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("bundle-invalid");
    assertThat(refused.error("message")).contains("cannot be loaded");
    assertMined(mine(TINY), 0, IMAGES, 0);
  }

  @Test
  void imagesOverALimitAreTriedAgainWhenItChanges() {
    Commands.Result refused = mine(TINY, "ingest.maxPixels=1000");
    assertThat(refused.error("code")).isEqualTo("all-quarantined");
    assertThat(refused.error("message")).contains("5 of them as too-many-pixels");
    assertThat(refused.error("remedy")).startsWith("Loosen ingest.maxPixels and run mine again");
    mine(TINY, "ingest.maxPixels=1000", "ingest.maxBytes=1MiB");
    assertThat(quarantine().count()).as("the limit is the same").isEqualTo(IMAGES);
    mine(TINY, "ingest.maxPixels=1001");
    mine(TINY, "ingest.maxPixels=1000");
    assertThat(quarantine().count()).as("three limits in a row").isEqualTo(3 * IMAGES);
    assertThat(open().select("exceeded", "retryable").distinct().collectAsList())
        .singleElement()
        .hasToString("[maxPixels=1000,true]");
    assertMined(mine(TINY, "mine.imagesPerCommit=2"), 0, IMAGES, 0);
    assertThat(open().count()).isZero();
    assertMined(mine(TINY, "ingest.maxPixels=1000"), IMAGES, 0, 0);
  }

  @Test
  void whatIsStillOverALimitStaysQuarantined() {
    String large = directory.resolve("large").toString();
    run("scenes", "--count", "1", "--seed", "2", "--out", large);
    assertMined(mine(TINY), 0, IMAGES, 0);
    run("ingest", large + "/images", "--warehouse", warehouse());
    assertMined(mine(TINY, "ingest.maxBytes=10"), IMAGES, 0, 1);
    assertMined(mine(TINY, "ingest.maxBytes=10"), IMAGES, 0, 1);
    assertMined(mine(TINY, "ingest.maxBytes=11"), IMAGES, 0, 1);
    assertThat(open().count()).isEqualTo(1);
    assertMined(mine(TINY), IMAGES, 1, 0);
    assertThat(open().count()).isZero();
  }

  @Test
  void rowsFromBeforeRowsHadAModelAreTriedAgain() {
    assertThat(mine(TINY, "ingest.maxPixels=1000").error("code")).isEqualTo("all-quarantined");
    Dataset<Row> old =
        quarantine().drop("model_digest", "settings_digest", "exceeded", "resolved_run_id");
    List<Row> rows = old.collectAsList();
    LocalSpark.session()
        .createDataFrame(rows, old.schema())
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .save(warehouse() + "/quarantine");
    assertThat(quarantine().columns()).doesNotContain("resolved_run_id");
    assertMined(mine(TINY), 0, IMAGES, 0);
    assertThat(open().count()).isZero();
    assertThat(quarantine().count()).isEqualTo(IMAGES);
  }

  private Commands.Result mine(Path bundle, String... settings) {
    List<String> all =
        new ArrayList<>(List.of("mine", "--warehouse", warehouse(), "--model", bundle.toString()));
    Arrays.stream(settings).forEach(setting -> all.addAll(List.of("--set", setting)));
    return run(all.toArray(String[]::new));
  }

  private static void assertMined(Commands.Result result, int before, int now, int quarantined) {
    assertThat(result.code()).as(result.json().toString()).isEqualTo(ExitCode.DONE);
    assertThat(result.json().get("alreadyMined").asInt()).as("alreadyMined").isEqualTo(before);
    assertThat(result.json().get("mined").asInt()).as("mined").isEqualTo(now);
    assertThat(result.json().get("quarantined").asInt()).as("quarantined").isEqualTo(quarantined);
    assertThat(result.json().get("images").asInt()).isEqualTo(before + now + quarantined);
  }

  private Dataset<Row> open() {
    return quarantine().filter(col("resolved_run_id").isNull());
  }

  private Dataset<Row> quarantine() {
    return LocalSpark.session().read().format("delta").load(warehouse() + "/quarantine");
  }

  private String warehouse() {
    return directory.resolve("warehouse").toString();
  }
}
