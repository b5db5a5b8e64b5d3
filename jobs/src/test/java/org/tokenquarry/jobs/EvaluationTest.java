package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** Judging codebooks and refusing them, through the command line, on a small random bundle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EvaluationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUNDLE = "../udfs/src/test/resources/bundles/tiny";

  @TempDir static Path directory;

  private Path heldOut;
  private String warehouse;
  private String allQuestions;

  @BeforeAll
  void mine() throws IOException {
    warehouse = directory.resolve("warehouse").toString();
    heldOut = directory.resolve("heldout");
    Path scenes = directory.resolve("scenes");
    run("scenes", "--count", "10", "--seed", "1", "--out", scenes.toString());
    run("scenes", "--count", "6", "--seed", "2", "--out", heldOut.toString());
    Files.writeString(scenes.resolve("images/broken.png"), "no image");
    acceptHalfOfAllWords(heldOut.resolve("questions.jsonl"));
    Commands.Result mined =
        run(
            arguments(
                "nightly",
                scenes.resolve("images").toString(),
                "--questions",
                heldOut.toString(),
                "--set",
                "nightly.verbs=[ingest, mine, cluster]"));
    assertThat(mined.code()).isEqualTo(ExitCode.DONE);
  }

  /** A random model is hardly ever right, so words with an even id count as right answers. */
  private static void acceptHalfOfAllWords(Path questions) throws IOException {
    ArrayNode words = JSON.createArrayNode();
    JSON.readTree(Path.of(BUNDLE, "tokenizer.json").toFile())
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

  @Test
  @Order(1)
  void everyPrunerHasARow() {
    JsonNode evaluated = evaluate("evaluate.pruners=[all]", "evaluate.budgets=[0.5]");
    assertThat(evaluated.get("rows").findValuesAsText("pruner"))
        .hasSize(23)
        .contains("codebook", "gprune-vision", "vispruner", "fastv", "fitprune", "vtw");
    double unpruned = evaluated.get("unpruned").asDouble();
    assertThat(unpruned).isBetween(0.01, 0.99);
    assertThat(evaluated.get("rows"))
        .allSatisfy(
            row ->
                assertThat(row.get("accuracy").asDouble())
                    .isCloseTo(row.get("relative").asDouble() * unpruned, within(1e-9)));
    JsonNode fastV = row(evaluated, "fastv", 0.5);
    assertThat(fastV.get("flopsSaved").asDouble())
        .as("the first layer sees all tokens")
        .isPositive()
        .isLessThan(row(evaluated, "codebook", 0.5).get("flopsSaved").asDouble());
    JsonNode spaced = evaluate("evaluate.positions=original", "evaluate.budgets=[0.5]");
    allQuestions = spaced.get("questionSet").asText();
    assertThat(spaced.get("positions").asText()).isEqualTo("original");
    assertThat(spaced.get("unpruned")).isEqualTo(evaluated.get("unpruned"));
    assertThat(row(spaced, "codebook", 0.5).get("fidelityJsd"))
        .isNotEqualTo(row(evaluated, "codebook", 0.5).get("fidelityJsd"));
  }

  @Test
  @Order(2)
  void theGateNamesTheConditionAndTheFigure() {
    Commands.Result refused =
        run(
            arguments(
                "publish",
                "--set",
                "publish.minPrototypes=100000",
                "--set",
                "publish.maxQuarantinedShare=0.01",
                "--set",
                "publish.minRelativeAccuracy=[\"50%: 2\", \"7%: 1\"]"));
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.json().get("error").get("problems").findValuesAsText("code"))
        .containsExactly(
            "too-few-prototypes",
            "too-many-quarantined",
            "accuracy-too-low",
            "not-evaluated",
            "accuracy-too-low",
            "not-evaluated");
    assertThat(refused.json().get("error").get("problems").findValuesAsText("message"))
        .anySatisfy(
            message ->
                assertThat(message)
                    .matches(
                        "Version 1 reaches with codebook a relative accuracy of \\d\\.\\d{4} at 50 %"
                            + " kept on all#[0-9a-f]{8}; publish.minRelativeAccuracy asks for"
                            + " 2.0000."))
        .anySatisfy(
            message ->
                assertThat(message)
                    .startsWith("Version 1 reaches with codebook-diverse a relative accuracy of "))
        .contains(
            "Version 1 has no relative accuracy of codebook at 7 % kept on "
                + allQuestions
                + ", which publish.minRelativeAccuracy asks for.",
            "Version 1 has no relative accuracy of codebook-diverse at 7 % kept on "
                + allQuestions
                + ", which publish.minRelativeAccuracy asks for.",
            "1 of 17 images were put aside, which is a share of 0.0588;"
                + " publish.maxQuarantinedShare allows 0.0100.");
    JsonNode versions = run("list", "--warehouse", warehouse).json();
    assertThat(versions.get("codebooks").get(0).get("status").asText()).isEqualTo("candidate");
  }

  @Test
  @Order(3)
  void aVersionIsHeldAgainstThePublishedOne() {
    Commands.Result first = run(arguments("publish"));
    assertThat(first.code()).isEqualTo(ExitCode.DONE);
    assertThat(first.json().get("questionSet").asText()).isEqualTo(allQuestions);
    JsonNode second = run(arguments("cluster", "--set", "cluster.clusters=3")).json();
    assertThat(second.get("version").asInt()).isEqualTo(2);
    evaluate("evaluate.budgets=[0.5]", "evaluate.pruners=[codebook]");
    assertThat(problems(run(arguments("publish"))).findValuesAsText("message"))
        .containsExactly(
            "Version 2 has no accuracy of codebook-diverse at 50 % kept on "
                + allQuestions
                + ", which publish.budgets asks for.",
            "With codebook version 2 was not compared with random tokens on "
                + allQuestions
                + ", which publish.notWorseThanRandom asks for.");
    JsonNode evaluated =
        evaluate(
            "evaluate.budgets=[0.5]",
            "evaluate.pruners=[codebook, codebook-diverse, random]",
            "evaluate.reference=random");
    assertThat(row(evaluated, "codebook-v1", 0.5).get("difference").isNumber()).isTrue();
    assertThat(row(evaluated, "codebook-diverse-v1", 0.5).get("difference").isNumber()).isTrue();
    worse("codebook", "random", 0.01);
    worse("codebook-diverse", "codebook-diverse-v1", 0.02);
    Commands.Result behind = run(arguments("publish"));
    assertThat(behind.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(problems(behind).findValuesAsText("code"))
        .containsExactly("worse-than-random", "worse-than-published");
    assertThat(problems(behind).findValuesAsText("message"))
        .containsExactly(
            "At 50 % kept the accuracy of random tokens exceeds that of version 2 with codebook by"
                + " 0.1000 (95 % interval 0.0100 to 0.2000) on "
                + allQuestions
                + "; publish.notWorseThanRandom refuses that.",
            "At 50 % kept the accuracy of the published version 1 exceeds that of version 2 with"
                + " codebook-diverse by 0.1000 (95 % interval 0.0200 to 0.2000) on "
                + allQuestions
                + "; publish.notWorseThanPublished refuses that.");
    worse("codebook", "random", 0);
    worse("codebook-diverse", "codebook-diverse-v1", -0.01);
    assertThat(run(arguments("publish")).code())
        .as("not beyond the interval")
        .isEqualTo(ExitCode.DONE);
  }

  /** Puts another difference in the table: the other is better by this at least. */
  private void worse(String pruner, String other, double least) {
    LocalSpark.session()
        .sql(
            "UPDATE delta.`%s/evaluations` SET value = -0.1, low = -0.2, high = %s"
                    .formatted(warehouse, -least)
                + " WHERE version = 2 AND metric = 'difference-to-%s' AND pruner = '%s'"
                    .formatted(other, pruner));
  }

  private static JsonNode problems(Commands.Result refused) {
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    return refused.json().get("error").get("problems");
  }

  @Test
  @Order(4)
  void questionsOfOthersAreScoredTheirWay() throws IOException {
    String image = heldOut.resolve("images/scene-000000.png").toString();
    Path file = directory.resolve("others.jsonl");
    Files.writeString(
        file,
        String.join(
                "\n",
                question(image, "yes-no", "is there a circle ?", "[\"yes\"]", "pope"),
                question(image, "vqa", "what colour is it ?", "[\"red\",\"red\"]", "vqa"),
                question(image, "multiple-choice", "a or b ?", "[\"B\"]", "choice"),
                question(image, "first-token", "what ?", "[]", "open"))
            + "\n");
    JsonNode lines = evaluateFile(file);
    assertThat(lines.get("questions").asInt()).isEqualTo(4);
    assertThat(row(lines, "codebook", 0.5).get("f1").isNumber()).isTrue();
    Path parquet = directory.resolve("others.parquet");
    LocalSpark.session().read().json(file.toString()).write().parquet(parquet.toString());
    JsonNode table = evaluateFile(parquet);
    assertThat(table.get("questions")).isEqualTo(lines.get("questions"));
    for (String column : List.of("pruner", "accuracy", "low", "fidelityTop1", "f1")) {
      assertThat(table.get("rows").findValues(column))
          .as(column)
          .isEqualTo(lines.get("rows").findValues(column));
    }

    Files.writeString(file, question(image, "bleu", "what ?", "[]", "open") + "\n");
    Commands.Result refused = run(arguments("evaluate", "--questions", file.toString()));
    assertThat(refused.error("code")).isEqualTo("bad-question");
    assertThat(refused.error("message"))
        .endsWith(
            "has an unknown scoring: a scoring is one of first-token, yes-no, vqa,"
                + " multiple-choice, not bleu.");
  }

  @Test
  @Order(5)
  void fidelityNeedsNoAnswers() throws IOException {
    String image = heldOut.resolve("images/scene-000000.png").toString();
    Path file = directory.resolve("open.jsonl");
    Files.writeString(file, question(image, "vqa", "what ?", "[]", "open") + "\n");
    JsonNode evaluated = evaluateFile(file);
    assertThat(evaluated.get("unpruned").isNull()).isTrue();
    JsonNode row = row(evaluated, "codebook", 0.5);
    assertThat(row.get("accuracy").isNull()).isTrue();
    assertThat(row.get("ci").isNull()).isTrue();
    assertThat(row.get("fidelityJsd").asDouble()).isPositive();
  }

  @Test
  @Order(6)
  void aFewQuestionsNeitherPublishNorReplaceMany() throws IOException {
    JsonNode third = run(arguments("cluster", "--set", "cluster.clusters=2")).json();
    assertThat(third.get("version").asInt()).isEqualTo(3);
    String image = heldOut.resolve("images/scene-000000.png").toString();
    Path open = directory.resolve("open.jsonl");
    String onOpen = evaluateFile(open).get("questionSet").asText();
    assertThat(problem(run(arguments("publish")), "not-evaluated"))
        .isEqualTo(
            "Version 3 was not evaluated on questions with answers; it was on "
                + onOpen
                + ", which has no answers.");

    Path two = directory.resolve("two.jsonl");
    String impossible = question(image, "first-token", "what ?", "[\"no such word\"]", "few");
    String unanswered = question(image, "first-token", "what is it ?", "[]", "few");
    Files.writeString(
        two, String.join("\n", impossible, impossible, unanswered, unanswered) + "\n");
    String onTwo = evaluateFile(two).get("questionSet").asText();
    String[] floors = {
      "--set", "publish.minQuestions=30",
      "--set", "publish.minImages=6",
      "--set", "publish.minUnprunedAccuracy=0.01"
    };
    Commands.Result refused = run(arguments("publish", floors));
    assertThat(problems(refused).findValuesAsText("message"))
        .startsWith(
            "Version 3 is judged by "
                + onTwo
                + ", which has 2 questions with answers; publish.minQuestions asks for 30.",
            "Version 3 is judged by "
                + onTwo
                + ", whose questions with answers are about 1 images; publish.minImages asks for"
                + " 6.",
            "With all visual tokens the model reaches an accuracy of 0.0000 on "
                + onTwo
                + "; publish.minUnprunedAccuracy asks for 0.0100.");
    assertThat(problems(refused).findValuesAsText("code"))
        .startsWith("too-few-questions", "too-few-held-out-images", "unpruned-too-low");

    JsonNode many = evaluate("evaluate.budgets=[0.5]");
    evaluateFile(two);
    assertThat(figuresByFile(3)).containsOnlyKeys(suffix(onOpen), suffix(onTwo), suffix(many));
    long figures = figuresByFile(3).get(suffix(onTwo));
    evaluateFile(two);
    assertThat(figuresByFile(3)).as("again").containsEntry(suffix(onTwo), figures);

    assertThat(
            problem(
                run(arguments("publish", "--set", "publish.questionSet=all#01234567")),
                "not-evaluated"))
        .startsWith("Version 3 was not evaluated on all#01234567 ");
    Commands.Result published = run(arguments("publish", floors));
    assertThat(published.code()).isEqualTo(ExitCode.DONE);
    assertThat(published.json().get("questionSet")).isEqualTo(many.get("questionSet"));

    Path page = directory.resolve("report.html");
    run(arguments("report", "--out", page.toString(), "--set", "report.images=1"));
    assertThat(page)
        .content()
        .contains(many.get("questions").asInt() + " questions over 6 images")
        .doesNotContain("2 questions over 1 images");
  }

  private static String problem(Commands.Result refused, String code) {
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.error("code")).isEqualTo(code);
    return refused.error("message");
  }

  private Map<String, Long> figuresByFile(long version) {
    Map<String, Long> counts = new TreeMap<>();
    LocalSpark.session()
        .sql(
            "SELECT substring_index(question_set, '#', -1), count(*)"
                + " FROM delta.`%s/evaluations` WHERE version = %d GROUP BY 1"
                    .formatted(warehouse, version))
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  private static String suffix(JsonNode evaluated) {
    return suffix(evaluated.get("questionSet").asText());
  }

  private static String suffix(String questionSet) {
    return questionSet.substring(questionSet.indexOf('#') + 1);
  }

  @Test
  @Order(7)
  void aVersionThatWasPublishedBeforeMayBePublishedAgain() {
    Commands.Result small = run(arguments("publish", "1", "--set", "publish.minPrototypes=100000"));
    assertThat(problem(small, "too-few-prototypes")).startsWith("Version 1 has ");
    Commands.Result back = run(arguments("publish", "1"));
    assertThat(back.code()).as("older than the published version 3").isEqualTo(ExitCode.DONE);
    assertThat(back.json().get("version").asInt()).isEqualTo(1);
    assertThat(run("list", "--warehouse", warehouse).json().findValuesAsText("status"))
        .containsExactly("published", "retired", "retired");
    JsonNode fourth = run(arguments("cluster", "--set", "cluster.clusters=5")).json();
    assertThat(fourth.get("version").asInt()).isEqualTo(4);
    evaluate("evaluate.budgets=[0.5]", "evaluate.pruners=[codebook, codebook-diverse, random]");
    assertThat(run(arguments("publish", "2")).code()).isEqualTo(ExitCode.DONE);
    assertThat(problems(run(arguments("publish", "4"))).findValuesAsText("code"))
        .as("never published, and not compared with version 2")
        .containsExactly("not-compared-with-published", "not-compared-with-published");
  }

  private static String question(
      String image, String scoring, String text, String answers, String set) {
    return "{\"image\":\"%s\",\"scoring\":\"%s\",\"question\":\"%s\",\"answers\":%s,\"set\":\"%s\"}"
        .formatted(image, scoring, text, answers, set);
  }

  private JsonNode evaluateFile(Path questions) {
    return run(arguments(
            "evaluate",
            "--questions",
            questions.toString(),
            "--set",
            "evaluate.budgets=[0.5]",
            "--set",
            "evaluate.bootstrapSamples=20",
            "--set",
            "evaluate.maxAnswerTokens=3"))
        .json();
  }

  private JsonNode evaluate(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of("--questions", heldOut.toString(), "--set", "evaluate.bootstrapSamples=50"));
    for (String setting : settings) {
      all.addAll(List.of("--set", setting));
    }
    return run(arguments("evaluate", all.toArray(String[]::new))).json();
  }

  private static JsonNode row(JsonNode evaluated, String pruner, double keep) {
    for (JsonNode row : evaluated.get("rows")) {
      if (row.get("pruner").asText().equals(pruner) && row.get("keep").asDouble() == keep) {
        return row;
      }
    }
    throw new AssertionError("no row of " + pruner + " in " + evaluated);
  }

  private String[] arguments(String verb, String... more) {
    List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of("--warehouse", warehouse, "--model", BUNDLE));
    for (String setting :
        List.of(
            "cluster.clusters=4",
            "cluster.contextIndependence.moreImagesThan=2",
            "experiment.maxTop1Probability=0.088",
            "experiment.maxDivergence=0.02",
            "publish.minQuestions=1",
            "publish.minImages=1",
            "publish.minUnprunedAccuracy=0",
            "publish.budgets=[0.5]")) {
      all.addAll(List.of("--set", setting));
    }
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }
}
