package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** Images are moved to another split, and forgotten with all that was found of them. */
class ForgetTest {

  private static final int IMAGES = 10;
  private static final int TOKENS = 16;

  @TempDir Path directory;

  @Test
  void imagesAreMovedAndForgotten() throws IOException {
    ClusteredWarehouse warehouse = ClusteredWarehouse.in(directory);
    String scenes = ClusteredWarehouse.scenes().toString();
    List<Row> images =
        table(warehouse, "images").filter("split = 'mine'").sort("image_id").collectAsList();
    String moved = images.get(0).getAs("image_id");
    String forgotten = images.get(1).getAs("image_id");
    final List<Row> kept = contents(warehouse, moved, forgotten);

    String questions = questionsAbout(moved);
    Commands.Result mined = warehouse.run("evaluate", "--questions", questions);
    assertThat(mined.error("code")).isEqualTo("images-not-held-out");
    assertThat(mined.error("message")).contains(moved);

    JsonNode move = warehouse.run("move", moved.substring(0, 12), "--split", "heldout").json();
    assertThat(move.at("/images/0").asText()).isEqualTo(moved);
    assertThat(move.at("/codebooks/0/version").asInt()).isEqualTo(1);
    assertThat(rowsOf(warehouse, "experiments", moved)).isZero();
    assertThat(rowsOf(warehouse, "mined", moved)).isZero();

    String uri = images.get(1).getAs("source_uri");
    JsonNode forget = warehouse.run("forget", uri).json();
    assertThat(forget.at("/images/0").asText()).isEqualTo(forgotten);
    assertThat(forget.at("/codebooks/0/version").asInt()).isEqualTo(1);
    for (String table : List.of("images", "contents", "experiments", "mined", "sources")) {
      assertThat(rowsOf(warehouse, table, forgotten)).as(table).isZero();
    }
    assertThat(contents(warehouse, moved, forgotten)).isEqualTo(kept);
    assertThat(table(warehouse, "contents").select("pack").distinct().collectAsList())
        .containsExactlyInAnyOrderElementsOf(
            table(warehouse, "images").select("pack").distinct().collectAsList());

    JsonNode again = ingest(warehouse, scenes);
    assertThat(again.get("added").asInt()).isZero();
    assertThat(rowsOf(warehouse, "images", forgotten)).isZero();

    assertThat(warehouse.run("mine").json().get("images").asInt()).isEqualTo(IMAGES - 2);
    assertThat(table(warehouse, "experiments").count()).isEqualTo((IMAGES - 2) * TOKENS);

    Commands.Result unknown = warehouse.run("forget", "ffffffffffff", "no such image");
    assertThat(unknown.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(unknown.error("problems")).isEmpty();
    assertThat(unknown.json().at("/error/problems").size()).isEqualTo(2);
    assertThat(warehouse.run("forget", forgotten).code()).isEqualTo(ExitCode.DONE);
    assertThat(warehouse.run("move").error("code")).isEqualTo("no-image-named");
  }

  private String questionsAbout(String image) throws IOException {
    Path file = directory.resolve("questions.jsonl");
    Files.writeString(
        file,
        """
        {"imageId": "%s", "question": "What is it?", "answers": ["red"]}
        """
            .formatted(image));
    return file.toString();
  }

  private static JsonNode ingest(ClusteredWarehouse warehouse, String images) {
    return warehouse.run("ingest", images).json();
  }

  /** The bytes of all images but these, by their ids. */
  private static List<Row> contents(ClusteredWarehouse warehouse, String... but) {
    Dataset<Row> contents = table(warehouse, "contents");
    return contents
        .filter(org.apache.spark.sql.functions.not(contents.col("image_id").isin((Object[]) but)))
        .select("image_id", "content")
        .sort("image_id")
        .collectAsList();
  }

  private static long rowsOf(ClusteredWarehouse warehouse, String table, String image) {
    return table(warehouse, table).filter("image_id = '" + image + "'").count();
  }

  private static Dataset<Row> table(ClusteredWarehouse warehouse, String table) {
    return LocalSpark.session().read().format("delta").load(warehouse.path() + "/" + table);
  }
}
