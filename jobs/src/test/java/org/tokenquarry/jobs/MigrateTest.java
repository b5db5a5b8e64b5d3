package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.cli.ExitCode;

/** A warehouse that release 0.1 made: 6 images, 96 redundant tokens, one version. */
class MigrateTest {

  private static final Path TINY = Path.of("../udfs/src/test/resources/bundles/tiny");
  private static final String[] SETTINGS = {
    "--model",
    TINY.toString(),
    "--set",
    "experiment.maxTop1Probability=1",
    "--set",
    "experiment.maxDivergence=1"
  };

  @TempDir Path directory;

  @BeforeEach
  void copyTheWarehouse() throws IOException {
    FileUtils.copyDirectory(
        Path.of("src/test/resources/warehouse-0.1").toFile(), new File(warehouse()));
  }

  @Test
  void anOldWarehouseIsRefusedUntilItIsMigrated() {
    Commands.Result refused = withSettings("mine");
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("warehouse-of-older-release");
    assertThat(refused.error("remedy")).startsWith("Run migrate once");
    JsonNode migrated = run("migrate", "--warehouse", warehouse()).json();
    assertThat(migrated.get("images").asInt()).isEqualTo(6);
    assertThat(migrated.get("tables").toString())
        .isEqualTo("[\"images\",\"experiments\",\"prototypes\",\"mined\"]");
    assertThat(run("migrate", "--warehouse", warehouse()).json().get("tables")).isEmpty();
    JsonNode mined = withSettings("mine").json();
    assertThat(mined.get("alreadyMined").asInt()).isEqualTo(6);
    assertThat(mined.get("mined").asInt()).isZero();
    assertThat(mined.get("redundantTokens").asInt()).isEqualTo(96);
  }

  @Test
  void everyByteAndEveryCodebookStays() {
    List<Row> before = table("images").select("image_id", "content").collectAsList();
    assertThat(before).hasSize(6);
    run("migrate", "--warehouse", warehouse());
    List<Row> after = table("contents").select("image_id", "content").collectAsList();
    assertThat(after)
        .allMatch(row -> Sha256.of(row.<byte[]>getAs("content")).equals(row.getAs("image_id")))
        .extracting(row -> row.<String>getAs("image_id"))
        .containsExactlyInAnyOrderElementsOf(
            before.stream().map(row -> row.<String>getAs("image_id")).toList());
    JsonNode clustered =
        withSettings(
                "cluster",
                "--set",
                "cluster.clusters=2",
                "--set",
                "cluster.contextIndependence.moreImagesThan=0",
                "--set",
                // The default of that release: the version has the digest of these settings.
                "cluster.maxCandidates=20000")
            .json();
    assertThat(clustered.get("version").asInt()).as("the same version").isEqualTo(1);
    assertThat(clustered.get("contentDigest").asText())
        .isEqualTo("30f2a2d750b048d2e317991120373540466fec498c72ceaba69a037813a03d60");
  }

  private Commands.Result withSettings(String verb, String... more) {
    List<String> arguments = new ArrayList<>(List.of(verb, "--warehouse", warehouse()));
    arguments.addAll(List.of(SETTINGS));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private Dataset<Row> table(String name) {
    return LocalSpark.session().read().format("delta").load(warehouse() + "/" + name);
  }

  private String warehouse() {
    return directory.resolve("warehouse").toString();
  }
}
