package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.question.QuestionRules;
import org.tokenquarry.jobs.question.QuestionSet;

/** A run works with every file name, and the tables hold each name unchanged. */
class IngestNamesTest {

  /** Names that a list can hold: one line, no white space at the end, no # at the beginning. */
  private static final List<String> NAMES =
      List.of(
          "2024-01-01 12:30:05.png",
          "a:b.png",
          "50%.png",
          "a%20b.png",
          "%ff.png",
          "[a].png",
          "{a,b}.png",
          "*.png",
          "what?.png",
          "a#b.png",
          "back\\slash.png",
          "\\*.png",
          "\"quoted\".png",
          "it's.png",
          "-dash.png",
          "--set.png",
          "@file.png",
          "~.png",
          "..two.png",
          "e\u0301.png",
          "\u00e9.png",
          "\u65e5\u672c \ud83d\ude00.png",
          "x".repeat(251) + ".png",
          "CAPITALS.PNG",
          ".hidden.png");

  @TempDir Path directory;

  private Path folder;
  private byte[] image;

  @BeforeEach
  void drawOneScene() throws IOException {
    run("scenes", "--count", "1", "--seed", "4", "--out", directory.resolve("drawn").toString());
    image = Files.readAllBytes(directory.resolve("drawn/images/scene-000000.png"));
    folder = Files.createDirectories(directory.resolve("12:30 [folder] {x} 5%"));
  }

  @Test
  void inAFolder() throws IOException {
    List<String> names = new ArrayList<>(NAMES);
    names.addAll(List.of(" blank.png", "line\nfeed.png", "#hash.png", "sub:folder/a:b.png"));
    for (String name : names) {
      write(name);
    }
    Files.write(Path.of(URI.create(folder.toUri() + "not-utf8-%FF%3A.png")), image);
    write("ends in dots.png..");
    write("no-extension");
    write("png");
    Files.createSymbolicLink(folder.resolve("link:1.png"), folder.resolve("a:b.png"));
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    Files.createSymbolicLink(folder.resolve("dangling.png"), Path.of("gone"));
    Files.write(folder.resolve("bad:one.png"), new byte[0]);
    JsonNode summary = ingest(folder.toString());
    assertThat(summary.get("images").asInt()).isEqualTo(names.size() + 2);
    assertThat(summary.get("added").asInt()).isEqualTo(1);
    assertThat(summary.get("ignored").asInt()).isEqualTo(3);
    assertThat(summary.get("reasons").toString()).isEqualTo("{\"empty\":1,\"unreachable\":1}");
    assertThat(quarantined()).containsExactly(uri("bad:one.png"), uri("dangling.png"));
  }

  @Test
  void asOneFileEach() throws IOException {
    for (String name : NAMES) {
      write(name);
    }
    write("no-extension");
    String[] files =
        Stream.concat(NAMES.stream(), Stream.of("no-extension"))
            .map(name -> folder.resolve(name).toString())
            .toArray(String[]::new);
    JsonNode summary = ingest(files);
    assertThat(summary.get("images").asInt()).isEqualTo(NAMES.size() + 1);
    assertThat(summary.get("ignored").asInt()).isZero();
  }

  @Test
  void inAList() throws IOException {
    for (String name : NAMES) {
      write(name);
    }
    List<String> lines = new ArrayList<>(NAMES);
    lines.add("./a:b.png");
    lines.add(folder + "/a:b.png");
    lines.add("file://" + folder + "/a:b.png");
    lines.addAll(
        List.of("gone:1.png", "nul\0.png", "nowhere://no such bucket/a.png", "tel:/1", "a/"));
    Files.writeString(folder.resolve("list:1.txt"), "\uFEFF" + String.join("\r\n", lines));
    JsonNode summary = ingest(folder.resolve("list:1.txt").toString());
    assertThat(summary.get("images").asInt()).isEqualTo(NAMES.size());
    assertThat(summary.get("reasons").toString()).isEqualTo("{\"unreachable\":5}");
    assertThat(quarantined())
        .contains(uri("gone:1.png"), uri("nul\0.png"), "tel:/1", "nowhere://no such bucket/a.png");
  }

  @Test
  void theTablesHoldTheNameAsItIs() throws IOException {
    for (String name : NAMES) {
      Files.write(folder.resolve(name), new byte[0]);
    }
    Path encoded = Path.of(URI.create(folder.toUri() + "%FF%3A.png"));
    Files.write(encoded, new byte[0]);
    ingest(folder.toString());
    List<String> expected = new ArrayList<>(NAMES.stream().map(this::uri).toList());
    expected.add(encoded.toUri().toString());
    assertThat(quarantined()).containsExactlyInAnyOrderElementsOf(expected);
    String list = String.join("\n", NAMES.stream().map(this::uri).toList());
    Files.writeString(directory.resolve("again.txt"), list);
    ingest(directory.resolve("again.txt").toString());
    assertThat(quarantined()).as("a URI in a list is the same source").hasSameSizeAs(expected);
  }

  @Test
  void ofATable() throws IOException {
    String table = folder.resolve("t:able [1] {2} *").toString();
    try (SparkSession spark = LocalSpark.session()) {
      spark
          .read()
          .format("binaryFile")
          .load(directory.resolve("drawn/images").toString())
          .select("content")
          .write()
          .parquet("file:" + table);
    }
    assertThat(ingest(table).get("images").asInt()).isEqualTo(1);
  }

  @Test
  void aPathThatCannotBeIsTheUsersMistake() throws IOException {
    write("a.png");
    for (String path :
        List.of("a\0b", "y".repeat(300), folder + "/a.png/b.png", "nowhere:/a", "12:30.png")) {
      Commands.Result result = run("ingest", path, "--warehouse", warehouse());
      assertThat(result.error("code")).as(path).isEqualTo("path-missing");
    }
  }

  @Test
  void aTableThatSparkCannotReadForItsNameIsToldBeforeAnythingIsRead() throws IOException {
    write("t:able.parquet");
    for (Path path : List.of(folder, folder.resolve("t:able.parquet"))) {
      Commands.Result result = run("ingest", path.toString(), "--warehouse", warehouse());
      assertThat(result.error("code")).isEqualTo("table-name");
    }
  }

  @Test
  void aQuestionIsAboutAnyName() throws IOException {
    StringBuilder questions = new StringBuilder();
    for (String name : List.of("12:30 5%.png", "sub/a:b.png")) {
      write(name);
      questions.append("{\"image\": \"" + name + "\", \"question\": \"What?\"}\n");
    }
    Path file = Files.writeString(folder.resolve("questions.jsonl"), questions);
    SparkSession spark = LocalSpark.session();
    QuestionRules rules = new QuestionRules(Scoring.FIRST_TOKEN, 8, List.of("png"));
    assertThat(QuestionSet.read(spark, file.toString(), rules).imageIds())
        .containsExactly(Sha256.of(image));
  }

  private void write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, image);
  }

  private String uri(String name) {
    return "file:" + folder + "/" + name;
  }

  private JsonNode ingest(String... paths) {
    List<String> all = new ArrayList<>(List.of("ingest"));
    all.addAll(List.of(paths));
    all.addAll(List.of("--warehouse", warehouse()));
    return run(all.toArray(String[]::new)).json();
  }

  private List<String> quarantined() throws IOException {
    try (SparkSession spark = LocalSpark.session()) {
      return spark
          .read()
          .format("delta")
          .load(warehouse() + "/quarantine")
          .sort("source_uri")
          .collectAsList()
          .stream()
          .map(row -> row.<String>getAs("source_uri"))
          .toList();
    }
  }

  private String warehouse() {
    return directory.resolve("warehouse").toString();
  }
}
