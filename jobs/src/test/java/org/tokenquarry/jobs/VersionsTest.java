package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.ClusteredWarehouse.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * Which version a verb takes, what a night does with the version that it clustered, and what
 * happens to a version whose prototypes were changed; through the command line, on a small random
 * bundle.
 */
class VersionsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private ClusteredWarehouse warehouse;
  private Path page;
  private Path exported;

  @BeforeEach
  void copyTheWarehouse() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
    page = directory.resolve("report.html");
    exported = directory.resolve("exported");
  }

  @Test
  void aRefusedNightTellsWhatWasDoneAndReportsWhy() {
    Commands.Result refused = nightlyOf("new", "publish.minPrototypes=100000");
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(ImmutableList.copyOf(refused.json().fieldNames()))
        .containsExactly(
            "ingest",
            "heldout",
            "thresholds",
            "mine",
            "cluster",
            "evaluate",
            "report",
            "compact",
            "error");
    assertThat(refused.json().at("/mine/mined").asInt()).isEqualTo(10);
    assertThat(refused.error("code")).isEqualTo("too-few-prototypes");
    assertThat(refused.json().get("report").asText()).endsWith("report.html");
    assertThat(page)
        .content()
        .contains("<h1>Codebook version 1</h1>")
        .contains("<b>Not published:</b>")
        .contains(refused.error("message"));
    assertThat(exported).doesNotExist();
  }

  @Test
  void whatWasNotPublishedIsExportedOnlyWhereItIsNamed() throws IOException {
    Commands.Result refused = export();
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("not-published");
    assertThat(refused.error("message"))
        .endsWith("has no published codebook version; the newest is version 1, a candidate.");
    assertThat(refused.error("remedy"))
        .isEqualTo("Run publish first, or name a version to take it all the same: export latest.");
    assertThat(exported).doesNotExist();

    JsonNode latest = export("latest").json();
    assertThat(latest.get("version").asInt()).isEqualTo(1);
    assertThat(latest.get("status").asText()).isEqualTo("candidate");
    JsonNode card = card(1);
    assertThat(card.get("status").asText()).isEqualTo("candidate");
    assertThat(card.get("publishedAt").isNull()).isTrue();
  }

  @Test
  void theCardTellsStatusAndAccuracies() throws IOException {
    JsonNode night =
        nightly("nightly.verbs=[ingest, mine, cluster, evaluate, publish, export]").json();
    assertThat(night.at("/publish/status").asText()).isEqualTo("published");
    assertThat(night.at("/export/status").asText()).isEqualTo("published");
    JsonNode card = card(1);
    assertThat(card.get("status").asText()).isEqualTo("published");
    assertThat(card.get("publishedAt"))
        .isEqualTo(warehouse.run("list").json().at("/codebooks/0/publishedAt"));
    JsonNode evaluated = night.get("evaluate");
    JsonNode evaluation = card.get("evaluation");
    for (String field : List.of("questionSet", "images", "questions", "unpruned")) {
      assertThat(evaluation.get(field).asText()).isEqualTo(evaluated.get(field).asText());
    }
    assertThat(evaluation.get("accuracies")).hasSize(2);
    assertThat(evaluation.get("accuracies").findValuesAsText("keep")).containsExactly("0.5", "0.2");
    for (JsonNode accuracy : evaluation.get("accuracies")) {
      JsonNode row = row(evaluated, "codebook", accuracy.get("keep").asDouble());
      for (String field : List.of("pruner", "accuracy", "relative", "low", "high")) {
        assertThat(accuracy.get(field)).as(field).isEqualTo(row.get(field));
      }
    }
  }

  @Test
  void exportTakesThePublishedVersionAndOthersTheNewest() throws IOException {
    publishTheFirstOfTwo();
    assertThat(export().json().get("version").asInt()).isEqualTo(1);
    assertThat(export("published").json().get("version").asInt()).isEqualTo(1);
    assertThat(export("latest").json().get("version").asInt()).isEqualTo(2);
    assertThat(card(2).get("evaluation").isNull()).as("was not evaluated").isTrue();
    assertThat(shown()).isEqualTo(2);
    assertThat(shown("published")).isEqualTo(1);
    Commands.Result neither = export("newest");
    assertThat(neither.error("message") + " " + neither.error("remedy"))
        .contains("default, latest, published or a number from 1");
  }

  private int shown(String... version) {
    return warehouse.run("show", version).json().at("/codebook/version").asInt();
  }

  @Test
  void aNightGoesOnWithTheVersionThatItClustered() throws IOException {
    publishTheFirstOfTwo();
    JsonNode night = nightly().json();
    assertThat(night.at("/cluster/created").asBoolean()).isFalse();
    for (String verb : List.of("cluster", "evaluate", "publish", "export")) {
      assertThat(night.get(verb).get("version").asInt()).as(verb).isEqualTo(1);
    }
    assertThat(page)
        .content()
        .contains("<h1>Codebook version 1</h1>")
        .doesNotContain("Not published:");

    String verbs = "nightly.verbs=[ingest, mine, cluster, export]";
    JsonNode unpublished = nightly(verbs, "cluster.clusters=3").json();
    assertThat(unpublished.at("/export/version").asInt()).isEqualTo(2);
    assertThat(unpublished.at("/export/status").asText()).isEqualTo("candidate");

    Commands.Result contradiction = nightly(verbs, "codebook.version=2");
    assertThat(contradiction.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(contradiction.error("code")).isEqualTo("version-of-another-night");
  }

  @Test
  void aStageThatFailsLeavesTheCountsOfThoseBefore() {
    Commands.Result failed =
        nightly(
            "nightly.verbs=[ingest, mine, cluster, export]",
            "cluster.contextIndependence.moreImagesThan=50");
    assertThat(failed.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ImmutableList.copyOf(failed.json().fieldNames()))
        .containsExactly("ingest", "heldout", "thresholds", "mine", "skipped", "error");
    assertThat(failed.error("code")).isEqualTo("empty-codebook");
  }

  @Test
  void aChangedByteOfThePrototypesIsFoundAndMended() throws IOException {
    publishTheFirstOfTwo();
    changeOneByte(1);
    List<Commands.Result> refused =
        List.of(evaluate("1"), evaluate("2"), warehouse.run("publish", "1"), export(), export("1"));
    assertThat(refused)
        .allSatisfy(
            result -> {
              assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
              assertThat(result.error("code")).isEqualTo("codebook-corrupt");
              assertThat(result.error("message"))
                  .matches(
                      "The table prototypes no longer holds what version 1 was made of: (their"
                          + " content digest is [0-9a-f]{12}…, not [0-9a-f]{12}…"
                          + "|a part of \\S+/version=1/\\S+\\.parquet cannot be read)\\.");
            });

    JsonNode mended = warehouse.run("cluster").json();
    assertThat(mended.get("version").asInt()).isEqualTo(1);
    assertThat(mended.get("created").asBoolean()).isFalse();
    assertThat(mended.get("restored").asBoolean()).isTrue();
    assertThat(export().code()).isEqualTo(ExitCode.DONE);
    assertThat(warehouse.run("cluster").json().get("restored").asBoolean()).isFalse();
  }

  @Test
  void aMissingPrototypeIsFound() throws IOException {
    publishTheFirstOfTwo();
    LocalSpark.session()
        .sql(
            "DELETE FROM delta.`%s/prototypes` WHERE version = 2 AND prototype_id = 0"
                .formatted(warehouse.path()));
    assertThat(warehouse.run("publish", "2").error("message"))
        .matches(
            "The table prototypes no longer holds what version 2 was made of: there are \\d+ of"
                + " \\d+\\.");
  }

  /** Publishes version 1 without an evaluation, and makes version 2 with other settings. */
  private void publishTheFirstOfTwo() throws IOException {
    assertThat(warehouse.run("publish", "--set", "publish.requireEvaluation=false").code())
        .isEqualTo(ExitCode.DONE);
    assertThat(warehouse.run("cluster", "--set", "cluster.clusters=3").json().get("version"))
        .isEqualTo(JSON.readTree("2"));
  }

  /** Flips the last bit of one number of one embedding, where it stands in the table's file. */
  private void changeOneByte(int version) throws IOException {
    Path partition = Path.of(warehouse.path(), "prototypes", "version=" + version);
    Path file;
    try (Stream<Path> files = Files.list(partition)) {
      file = files.filter(each -> each.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(file);
    Row prototype = LocalSpark.session().read().parquet(file.toString()).select("embedding").head();
    byte[] embedding = prototype.getAs(0);
    int place =
        IntStream.range(0, embedding.length / Float.BYTES)
            .map(i -> Bytes.indexOf(content, Arrays.copyOfRange(embedding, 4 * i, 4 * i + 4)))
            .filter(index -> index >= 0)
            .findFirst()
            .orElseThrow();
    content[place] ^= 1;
    Files.write(file, content);
    Files.delete(partition.resolve("." + file.getFileName() + ".crc"));
  }

  private JsonNode card(int version) throws IOException {
    return JSON.readTree(exported.resolve("codebook-v" + version + "/card.json").toFile());
  }

  private Commands.Result export(String... version) {
    List<String> all = new ArrayList<>(Arrays.asList(version));
    all.addAll(List.of("--out", exported.toString()));
    return warehouse.run("export", all.toArray(String[]::new));
  }

  private Commands.Result evaluate(String version) {
    return warehouse.run(
        "evaluate", version, "--questions", ClusteredWarehouse.heldOut().toString());
  }

  private Commands.Result nightly(String... settings) {
    return nightlyOf(ClusteredWarehouse.NAME, settings);
  }

  private Commands.Result nightlyOf(String name, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                ClusteredWarehouse.scenes().toString(),
                "--questions",
                ClusteredWarehouse.heldOut().toString()));
    Stream.concat(
            Stream.of(
                "evaluate.budgets=[0.5, 0.2]",
                "evaluate.pruners=[codebook, random]",
                "publish.pruners=[codebook]",
                "evaluate.bootstrapSamples=50",
                "report.images=2",
                "report.file=" + page,
                "export.directory=" + exported),
            Arrays.stream(settings))
        .forEach(setting -> all.addAll(List.of("--set", setting)));
    return new TinyWarehouses(directory).run(name, "nightly", all.toArray(String[]::new));
  }
}
