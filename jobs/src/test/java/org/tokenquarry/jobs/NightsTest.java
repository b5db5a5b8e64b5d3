package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** A night does what may find something new, and says of the rest that it was skipped. */
class NightsTest {

  private static final List<String> ALL =
      List.of("mine", "cluster", "evaluate", "publish", "export", "report", "compact");

  @TempDir Path directory;
  private ClusteredWarehouse warehouse;
  private Path images;
  private Path heldOut;

  @BeforeEach
  void copy() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
    images = directory.resolve("images");
    heldOut = directory.resolve("heldout");
    FileUtils.copyDirectory(ClusteredWarehouse.scenes().toFile(), images.toFile());
    FileUtils.copyDirectory(ClusteredWarehouse.heldOut().toFile(), heldOut.toFile());
  }

  @Test
  void onlyWhatMayFindSomethingNewRuns() throws IOException {
    JsonNode first = night();
    assertThat(first.at("/publish/status").asText()).isEqualTo("published");

    Map<String, Long> commits = commits();
    JsonNode second = night();
    assertThat(skipped(second)).containsExactlyElementsOf(ALL);
    // It took the lease, gave it back, and told so.
    commits.merge("lease", 2L, Long::sum);
    commits.merge("runs", 1L, Long::sum);
    assertThat(commits()).isEqualTo(commits);
    assertThat(names(second)).containsAll(names(first));
    assertThat(names(second.get("mine"))).containsAll(names(first.get("mine"))).contains("skipped");
    assertThat(second.at("/mine/skipped").asText())
        .startsWith("Nothing that mine depends on has changed since ");
    assertThat(second.at("/mine/mined").asInt()).isZero();
    assertThat(second.at("/mine/alreadyMined").asInt()).isEqualTo(10);
    assertThat(second.at("/cluster/version").asInt()).isEqualTo(1);
    assertThat(second.get("report")).isEqualTo(first.get("report"));

    Files.delete(directory.resolve("report.html"));
    assertThat(skipped(night())).containsExactlyElementsOf(without("report"));

    changeTheQuestions();
    assertThat(skipped(night())).contains("mine", "cluster").doesNotContain("evaluate");

    // Another run made a version since. This night is about its own one all the same.
    warehouse.run("cluster", "--set", "cluster.clusters=2");
    JsonNode own = night();
    assertThat(skipped(own)).contains("mine", "cluster", "evaluate", "publish", "export");
    assertThat(own.at("/export/version").asInt()).isEqualTo(1);
  }

  @Test
  void newImagesAndOtherSettingsAreNoticed() throws IOException {
    night("nightly.verbs=[ingest, mine, cluster]");
    JsonNode fewer = night("nightly.verbs=[ingest, mine, cluster]", "cluster.clusters=3");
    assertThat(skipped(fewer)).containsExactly("mine");
    JsonNode batches = night("nightly.verbs=[ingest, mine]", "mine.batchMemory=1MiB");
    assertThat(skipped(batches)).containsExactly("mine");

    JsonNode mined = warehouse.run("mine").json();
    assertThat(mined.has("skipped")).as("called by itself, as the user asked for").isFalse();
    assertThat(mined.get("alreadyMined").asInt()).isEqualTo(10);

    Path other = directory.resolve("other");
    Commands.run("scenes", "--count", "1", "--seed", "9", "--out", other.toString());
    Files.copy(other.resolve("images/scene-000000.png"), images.resolve("new.png"));
    JsonNode grown = night("nightly.verbs=[ingest, mine, cluster]");
    assertThat(skipped(grown)).doesNotContain("mine", "cluster");
    assertThat(grown.at("/mine/mined").asInt()).isEqualTo(1);
  }

  @Test
  void aRefusalIsNeverSkippedAndTheVerbsBeforeItAre() {
    String[] strict = {"publish.minQuestions=100000"};
    assertThat(run(strict).code()).isEqualTo(ExitCode.REFUSED);
    Commands.Result again = run(strict);
    assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(skipped(again.json())).contains("mine", "cluster", "evaluate");
    assertThat(again.json().has("report")).isTrue();
    assertThat(again.json().at("/error/code").asText()).isEqualTo("too-few-questions");
    assertThat(night().at("/publish/status").asText()).isEqualTo("published");
  }

  private JsonNode night(String... settings) {
    Commands.Result result = run(settings);
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    return result.json();
  }

  private Commands.Result run(String... settings) {
    List<String> all =
        new ArrayList<>(List.of(images.toString(), "--questions", heldOut.toString()));
    Stream.concat(
            Stream.of(
                "evaluate.bootstrapSamples=20",
                "evaluate.budgets=[0.5]",
                "evaluate.pruners=[codebook, codebook-diverse, random]",
                "export.directory=" + directory.resolve("export"),
                "report.file=" + directory.resolve("report.html")),
            Arrays.stream(settings))
        .forEach(setting -> all.addAll(List.of("--set", setting)));
    return warehouse.run("nightly", all.toArray(String[]::new));
  }

  private void changeTheQuestions() throws IOException {
    Path questions = heldOut.resolve("questions.jsonl");
    List<String> lines = Files.readAllLines(questions);
    Files.write(questions, lines.subList(0, lines.size() - 1));
  }

  /** The number of commits of every table. */
  private Map<String, Long> commits() throws IOException {
    Map<String, Long> commits = new TreeMap<>();
    try (Stream<Path> tables = Files.list(Path.of(warehouse.path()))) {
      for (Path table : tables.toList()) {
        Path log = table.resolve("_delta_log");
        if (Files.exists(log)) {
          try (Stream<Path> files = Files.list(log)) {
            commits.put(
                table.getFileName().toString(),
                files.filter(file -> file.toString().endsWith(".json")).count());
          }
        }
      }
    }
    return commits;
  }

  private static List<String> skipped(JsonNode night) {
    List<String> verbs = new ArrayList<>();
    night.path("skipped").forEach(verb -> verbs.add(verb.asText()));
    return verbs;
  }

  private static List<String> without(String verb) {
    return ALL.stream().filter(each -> !each.equals(verb)).toList();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
