package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.ClusteredWarehouse.row;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** Questions about several images, through the command line, on a small random bundle. */
class SeveralImagesTest {

  /** Of the bundle, for each image. */
  private static final int TOKENS = 16;

  @TempDir Path directory;

  private ClusteredWarehouse warehouse;
  private Path sequences;

  @BeforeEach
  void drawSequences() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
    sequences = directory.resolve("sequences");
    JsonNode drawn =
        Commands.run(
                "scenes",
                "--count",
                "3",
                "--seed",
                "4",
                "--world",
                "sequences",
                "--out",
                sequences.toString())
            .json();
    assertThat(drawn.get("images").asInt()).isEqualTo(9);
    warehouse.run("ingest", sequences.toString(), "--split", "heldout");
  }

  private Commands.Result evaluate(Path questions, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--questions",
                questions.toString(),
                "--set",
                "evaluate.budgets=[0.25]",
                "--set",
                "evaluate.bootstrapSamples=20"));
    for (String setting : settings) {
      all.addAll(List.of("--set", setting));
    }
    return warehouse.run("evaluate", all.toArray(String[]::new));
  }

  private static JsonNode done(Commands.Result result) {
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    return result.json();
  }

  @Test
  void budgetsAreSpentOverEachImageOrOverAll() {
    String pruners =
        "evaluate.pruners=[codebook, codebook-double-softmax, random, uniform-grid, divprune, mmtok,"
            + " fastv, leave-one-out-oracle]";
    JsonNode each = done(evaluate(sequences, pruners));
    JsonNode all = done(evaluate(sequences, pruners, "evaluate.budgetOver=question"));
    assertThat(each.get("budgetOver").asText()).isEqualTo("image");
    assertThat(all.get("budgetOver").asText()).isEqualTo("question");
    assertThat(all.get("questionSet")).isNotEqualTo(each.get("questionSet"));
    assertThat(all.get("unpruned")).isEqualTo(each.get("unpruned"));
    assertThat(each.get("images").asInt()).isBetween(6, 9);
    for (String pruner : List.of("codebook", "random", "divprune", "mmtok", "uniform-grid")) {
      assertThat(row(each, pruner, 0.25).get("tokens").asDouble()).isEqualTo(3 * TOKENS / 4.0);
      assertThat(row(all, pruner, 0.25).get("tokens").asDouble()).isEqualTo(3 * TOKENS / 4.0);
      assertThat(row(each, pruner, 0.25).get("note").isNull()).isTrue();
    }
    assertThat(row(all, "uniform-grid", 0.25).get("note").asText()).contains("within one image");
    assertThat(row(all, "uniform-grid", 0.25).get("fidelityJsd"))
        .isEqualTo(row(each, "uniform-grid", 0.25).get("fidelityJsd"));
    for (String pruner : List.of("codebook-double-softmax", "divprune", "leave-one-out-oracle")) {
      assertThat(row(all, pruner, 0.25).get("fidelityJsd").asDouble())
          .as(pruner)
          .isNotEqualTo(row(each, pruner, 0.25).get("fidelityJsd").asDouble());
    }
    assertThat(each.get("notCompared").findValuesAsText("name")).contains("fastv");
    JsonNode spaced = done(evaluate(sequences, pruners, "evaluate.positions=original"));
    assertThat(spaced.get("unpruned")).isEqualTo(each.get("unpruned"));
    assertThat(row(spaced, "codebook", 0.25).get("fidelityJsd"))
        .isNotEqualTo(row(each, "codebook", 0.25).get("fidelityJsd"));
  }

  @Test
  void framesAndSingleImagesAreAskedAboutTogether() throws IOException {
    Path video = Files.createDirectories(sequences.resolve("video"));
    for (int i = 0; i < 3; i++) {
      Files.copy(
          sequences.resolve("images/sequence-00000" + i + "-1.png"),
          video.resolve("frame-" + i + ".png"));
    }
    String question = "\"question\":\"which shape ?\",\"answers\":[\"circle\"]}\n";
    Path file = sequences.resolve("mixed.jsonl");
    Files.writeString(
        file,
        "{\"frames\":\"video\","
            + question
            + "{\"image\":\"video/frame-1.png\","
            + question
            + "{\"images\":[\"video/frame-1.png\",\"video/frame-1.png\"],"
            + question);
    String few = "evaluate.pruners=[codebook, random]";
    JsonNode mixed = done(evaluate(file, few, "evaluate.frames=2"));
    assertThat(mixed.get("questions").asInt()).isEqualTo(3);
    assertThat(mixed.get("images").asInt()).as("two frames, and one between").isEqualTo(3);
    assertThat(row(mixed, "codebook", 0.25).get("tokens").asDouble())
        .isEqualTo(TOKENS / 4.0 * (2 + 1 + 2) / 3);
    assertThat(done(evaluate(file, few)).get("questionSet")).isNotEqualTo(mixed.get("questionSet"));
  }

  @Test
  void whatCannotBeAskedIsRefused() {
    Commands.Result tiles =
        evaluate(sequences, "evaluate.view=packed", "evaluate.budgetOver=question");
    assertThat(tiles.error("code")).isEqualTo("tiles-unknown");
  }

  /** As training reads them: the scenes of a sequence follow each other. */
  @Test
  void sequencesAreWrittenAsArrays() throws IOException {
    Path arrays = directory.resolve("arrays");
    String out = arrays.toString();
    JsonNode drawn =
        done(
            Commands.run(
                "scenes", "--count", "2", "--world", "sequences", "--format", "npy", "--out", out));
    assertThat(drawn.get("images").asInt()).isEqualTo(6);
    String header = Files.readString(arrays.resolve("images.npy"), StandardCharsets.ISO_8859_1);
    assertThat(header).contains("'shape': (6, 96, 96, 3,)");
    List<String> questions = Files.readAllLines(arrays.resolve("questions.jsonl"));
    assertThat(questions).hasSize(drawn.get("questions").asInt());
    assertThat(questions.get(0)).contains("\"scenes\":[0,1,2]");
    assertThat(questions.get(questions.size() - 1)).contains("\"scenes\":[3,4,5]");
  }
}
