package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * A warehouse of the small random bundle with one codebook version, which is neither evaluated nor
 * published, and questions about six held-out scenes. One of the mined files is no image.
 *
 * <p>It is prepared once for all tests, because mining takes many seconds. Each test gets a copy
 * and may change it. The scenes and the questions are not copied: no test may change them.
 */
public final class ClusteredWarehouse {

  /** Name of the folder that holds the copy. */
  public static final String NAME = "warehouse";

  /** Of an evaluation. The pruners are those that {@code publish} asks about. */
  private static final List<String> SMALL =
      List.of(
          "evaluate.pruners=[codebook, codebook-diverse, random]",
          "evaluate.budgets=[0.5]",
          "evaluate.seeds=[1, 2]",
          "evaluate.bootstrapSamples=50");

  /** The questions about the held-out scenes, with more right answers. */
  private static final String HALF = "half.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final TinyWarehouses tiny;

  private ClusteredWarehouse(Path directory) {
    this.directory = directory;
    this.tiny = new TinyWarehouses(directory);
  }

  /** Copies the prepared warehouse into the folder {@link #NAME} of a directory. */
  public static ClusteredWarehouse in(Path directory) throws IOException {
    copy(Prepared.DIRECTORY.resolve(NAME), directory.resolve(NAME));
    return new ClusteredWarehouse(directory);
  }

  /**
   * Copies the folder of a warehouse. The paths in a Delta log are relative, so the copy is a
   * complete warehouse.
   */
  public static void copy(Path from, Path to) throws IOException {
    FileUtils.copyDirectory(from.toFile(), to.toFile());
  }

  /** The folder with the 10 scenes that were mined and the file that is no image. */
  public static Path scenes() {
    return Prepared.DIRECTORY.resolve("scenes/images");
  }

  /** The folder with 6 held-out scenes and the questions about them. */
  public static Path heldOut() {
    return Prepared.DIRECTORY.resolve("heldout");
  }

  /** Prepares the warehouse when it is first asked for. */
  private static final class Prepared {

    static final Path DIRECTORY = prepare();

    private static Path prepare() {
      try {
        // One for each JVM that runs tests.
        Path made = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "clustered");
        mine(made);
        return made;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void mine(Path directory) throws IOException {
    Path scenes = directory.resolve("scenes");
    Path heldOut = directory.resolve("heldout");
    Commands.run("scenes", "--count", "10", "--seed", "1", "--out", scenes.toString());
    Commands.run("scenes", "--count", "6", "--seed", "2", "--out", heldOut.toString());
    Files.writeString(scenes.resolve("images/broken.png"), "no image");
    acceptHalfOfAllWords(heldOut.resolve("questions.jsonl"), heldOut.resolve(HALF));
    Commands.Result mined =
        new TinyWarehouses(directory)
            .run(
                NAME,
                "nightly",
                scenes.resolve("images").toString(),
                "--questions",
                heldOut.toString(),
                "--set",
                "nightly.verbs=[ingest, mine, cluster]");
    assertThat(mined.code()).as("%s", mined.json()).isEqualTo(ExitCode.DONE);
  }

  /** A random model is hardly ever right, so every word with an even id counts as right. */
  private static void acceptHalfOfAllWords(Path questions, Path changed) throws IOException {
    ArrayNode words = JSON.createArrayNode();
    JSON.readTree(Path.of(TinyWarehouses.BUNDLE, "tokenizer.json").toFile())
        .at("/model/vocab")
        .properties()
        .forEach(
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
    Files.writeString(changed, lines);
  }

  /** Runs a verb. The only keep ratio that {@code publish} asks about is one half. */
  public Commands.Result run(String verb, String... more) {
    return tiny.run(
        NAME,
        verb,
        Stream.concat(Stream.of("--set", "publish.budgets=[0.5]"), Stream.of(more))
            .toArray(String[]::new));
  }

  /**
   * Evaluates the newest version on the questions about the held-out scenes, of which the model
   * answers about half. What is not set is small.
   */
  public JsonNode evaluate(String... settings) {
    return evaluate(heldOut().resolve(HALF), settings);
  }

  /** Evaluates the newest version on a file of other questions. */
  JsonNode evaluateFile(Path questions) {
    return evaluate(questions, "evaluate.bootstrapSamples=20", "evaluate.maxAnswerTokens=3");
  }

  private JsonNode evaluate(Path questions, String... settings) {
    List<String> all = new ArrayList<>(List.of("--questions", questions.toString()));
    Stream.concat(SMALL.stream(), Stream.of(settings))
        .forEach(setting -> all.addAll(List.of("--set", setting)));
    return run("evaluate", all.toArray(String[]::new)).json();
  }

  /** Writes a file of questions, which {@link #question} makes. */
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
        .formatted(heldOut().resolve("images/scene-000000.png"), scoring, text, answers, set);
  }

  /** A file beside the warehouse. */
  Path file(String name) {
    return directory.resolve(name);
  }

  /** The path of the warehouse. */
  String path() {
    return tiny.warehouse(NAME);
  }

  /** The row of a pruner at a keep ratio, from the JSON of an evaluation. */
  static JsonNode row(JsonNode evaluated, String pruner, double keep) {
    for (JsonNode row : evaluated.get("rows")) {
      if (row.get("pruner").asText().equals(pruner) && row.get("keep").asDouble() == keep) {
        return row;
      }
    }
    throw new AssertionError("no row of " + pruner + " in " + evaluated);
  }
}
