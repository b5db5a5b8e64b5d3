package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * A warehouse of the small random bundle in which a codebook was made and not yet evaluated, with
 * questions about six held-out scenes. One of the mined files is no image.
 */
final class EvaluatedWarehouse {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "warehouse";

  private final Path directory;
  private final TinyWarehouses tiny;
  private final Path heldOut;

  private EvaluatedWarehouse(Path directory) {
    this.directory = directory;
    this.tiny = new TinyWarehouses(directory);
    this.heldOut = directory.resolve("heldout");
  }

  /** Makes one in an empty directory: 10 mined scenes, 6 held-out ones, one codebook version. */
  static EvaluatedWarehouse mined(Path directory) throws IOException {
    EvaluatedWarehouse made = new EvaluatedWarehouse(directory);
    Path scenes = directory.resolve("scenes");
    Commands.run("scenes", "--count", "10", "--seed", "1", "--out", scenes.toString());
    Commands.run("scenes", "--count", "6", "--seed", "2", "--out", made.heldOut.toString());
    Files.writeString(scenes.resolve("images/broken.png"), "no image");
    acceptHalfOfAllWords(made.heldOut.resolve("questions.jsonl"));
    Commands.Result mined =
        made.run(
            "nightly",
            scenes.resolve("images").toString(),
            "--questions",
            made.heldOut.toString(),
            "--set",
            "nightly.verbs=[ingest, mine, cluster]");
    assertThat(mined.code()).isEqualTo(ExitCode.DONE);
    return made;
  }

  /** A random model is hardly ever right, so words with an even id count as right answers. */
  private static void acceptHalfOfAllWords(Path questions) throws IOException {
    ArrayNode words = JSON.createArrayNode();
    JSON.readTree(Path.of(TinyWarehouses.BUNDLE, "tokenizer.json").toFile())
        .at("/model/vocab")
        .fields()
        .forEachRemaining(
            word -> {
              if (word.getValue().asInt() % 2 == 0) {
                words.add(word.getKey());
              }
            });
    StringBuilder lines = new StringBuilder();
    for (String line : Files.readAllLines(questions)) {
      ObjectNode question = (ObjectNode) JSON.readTree(line);
      question.set("answers", words);
      lines.append(question).append('\n');
    }
    Files.writeString(questions, lines);
  }

  /** Runs a verb. Half of the tokens is the only budget that {@code publish} asks about. */
  Commands.Result run(String verb, String... more) {
    return tiny.run(
        NAME,
        verb,
        Stream.concat(Stream.of("--set", "publish.budgets=[0.5]"), Stream.of(more))
            .toArray(String[]::new));
  }

  /** Evaluates the newest version on the questions about the held-out scenes. */
  JsonNode evaluate(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of("--questions", heldOut.toString(), "--set", "evaluate.bootstrapSamples=50"));
    for (String setting : settings) {
      all.addAll(List.of("--set", setting));
    }
    return run("evaluate", all.toArray(String[]::new)).json();
  }

  /** Evaluates the newest version on a file of other questions. */
  JsonNode evaluateFile(Path questions) {
    return run(
            "evaluate",
            "--questions",
            questions.toString(),
            "--set",
            "evaluate.budgets=[0.5]",
            "--set",
            "evaluate.bootstrapSamples=20",
            "--set",
            "evaluate.maxAnswerTokens=3")
        .json();
  }

  /** Writes a file of questions, such as {@link #question} makes. */
  Path questions(String name, String... lines) throws IOException {
    return Files.writeString(file(name), String.join("\n", lines) + "\n");
  }

  /**
   * A question about the first held-out scene.
   *
   * @param answers a JSON array
   */
  String question(String scoring, String text, String answers, String set) {
    return "{\"image\":\"%s\",\"scoring\":\"%s\",\"question\":\"%s\",\"answers\":%s,\"set\":\"%s\"}"
        .formatted(heldOut.resolve("images/scene-000000.png"), scoring, text, answers, set);
  }

  /** A file beside the warehouse. */
  Path file(String name) {
    return directory.resolve(name);
  }

  /** The path of the warehouse. */
  String path() {
    return tiny.warehouse(NAME);
  }

  /** The row of a pruner at a share of kept tokens, from the JSON of an evaluation. */
  static JsonNode row(JsonNode evaluated, String pruner, double keep) {
    for (JsonNode row : evaluated.get("rows")) {
      if (row.get("pruner").asText().equals(pruner) && row.get("keep").asDouble() == keep) {
        return row;
      }
    }
    throw new AssertionError("no row of " + pruner + " in " + evaluated);
  }
}
