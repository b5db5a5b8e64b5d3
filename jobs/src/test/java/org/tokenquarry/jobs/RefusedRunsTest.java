package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** Runs that cannot do what they are asked for: what they say, and that they write nothing. */
class RefusedRunsTest {

  @TempDir Path directory;

  @Test
  void aWarehouseOfAnotherModelIsRefused() throws IOException {
    ClusteredWarehouse warehouse = ClusteredWarehouse.in(directory);
    Commands.Result result =
        run(
            "mine",
            "--warehouse",
            warehouse.path(),
            "--model",
            TinyWarehouses.BUNDLES + "tiny-no-cls");
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code")).isEqualTo("warehouse-of-another-model");
    assertThat(result.error("message"))
        .contains("was mined with the model tiny (digest")
        .contains("but this run uses tiny-no-cls (digest");
  }

  @Test
  void anEmptyCodebookNamesTheConditionThatEmptiedIt() throws IOException {
    ClusteredWarehouse warehouse = ClusteredWarehouse.in(directory);
    Commands.Result rare =
        warehouse.run("cluster", "--set", "cluster.contextIndependence.moreImagesThan=50");
    assertThat(rare.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(rare.error("message"))
        .startsWith("The context-independent condition emptied the codebook")
        .matches(".* Images of the clusters \\(maximum, deciles, minimum\\): (\\d+, ){10}\\d+\\.");
    assertThat(rare.error("remedy"))
        .matches("cluster.contextIndependence.moreImagesThan=\\d+ would leave [1-4] of them; .*");
    Commands.Result certain =
        tiny()
            .run(
                "strict",
                "nightly",
                ClusteredWarehouse.scenes().toString(),
                "--set",
                "experiment.maxTop1Probability=0.01",
                "--set",
                "nightly.verbs=[ingest, mine, cluster]");
    assertThat(certain.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(certain.error("message"))
        .matches(
            "The condition single-token emptied the codebook: none of the 160 tokens that reached"
                + " it passed\\. Scores that were met \\(minimum, deciles, maximum\\):"
                + " experiment.maxTop1Probability = 0.01 met (0\\.\\d+, ){10}0\\.\\d+\\.");
    assertThat(certain.error("remedy"))
        .matches(
            "experiment.maxTop1Probability=0\\.\\d+ would leave 1\\d % of them to the next"
                + " condition\\. calibrate proposes .*");
    assertThat(run("list", "--warehouse", tiny().warehouse("strict")).json().get("codebooks"))
        .isEmpty();
  }

  @Test
  void embeddingsThatAreNotNumbersAreFoundBeforeTheyAreClustered() throws IOException {
    ClusteredWarehouse warehouse = ClusteredWarehouse.in(directory);
    LocalSpark.session()
        .sql(
            ("UPDATE delta.`%s/experiments` SET embedding ="
                    + " unhex(repeat('0000C07F', CAST(length(embedding) / 4 AS INT)))"
                    + " WHERE redundant")
                .formatted(warehouse.path()));

    Commands.Result refused = warehouse.run("cluster");

    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("experiments-corrupt");
    assertThat(refused.error("message"))
        .matches(
            "The table experiments is damaged: the embedding of token \\d+ of image [0-9a-f]{64}"
                + " holds NaN or infinity, and \\d+ more cannot be used\\.");
  }

  @Test
  void missingFoldersAndFoldersWithoutImagesAreToldInOneSentence() throws IOException {
    Commands.Result missing = tiny().run("none", "ingest", directory.resolve("nowhere").toString());
    assertThat(missing.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(missing.error("code")).isEqualTo("path-missing");
    Path empty = Files.createDirectories(directory.resolve("empty"));
    Commands.Result nothing = tiny().run("none", "ingest", empty.toString());
    assertThat(nothing.error("code")).isEqualTo("no-images");
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void aDamagedBundleIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path damaged = Files.createDirectories(directory.resolve("damaged"));
    for (String file : List.of("bundle.json", "vision.pt", "decoder.pt", "tokenizer.json")) {
      Files.copy(Path.of(TinyWarehouses.BUNDLE, file), damaged.resolve(file));
    }
    byte[] weights = Files.readAllBytes(damaged.resolve("decoder.pt"));
    weights[weights.length / 2] ^= 1;
    Files.write(damaged.resolve("decoder.pt"), weights);
    Commands.Result refused =
        run("mine", "--warehouse", tiny().warehouse("none"), "--model", damaged.toString());
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("bundle-corrupt");
    assertThat(refused.error("message")).contains("decoder.pt");
    Commands.Result foreign =
        run(
            "mine",
            "--warehouse",
            tiny().warehouse("none"),
            "--model",
            ClusteredWarehouse.heldOut().toString());
    assertThat(foreign.error("code")).isEqualTo("bundle-foreign");
    assertThat(directory.resolve("none")).doesNotExist();
  }

  private TinyWarehouses tiny() {
    return new TinyWarehouses(directory);
  }
}
