package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.ClusteredWarehouse.row;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** How {@code publish} compares a version with random tokens and with the published version. */
class PublishedVersionsTest {

  @TempDir Path directory;

  private ClusteredWarehouse warehouse;

  @BeforeEach
  void copyTheWarehouse() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
  }

  @Test
  void aVersionIsHeldAgainstThePublishedOne() {
    String allQuestions =
        warehouse.evaluate("evaluate.positions=original").get("questionSet").asText();
    Commands.Result first = warehouse.run("publish");
    assertThat(first.code()).isEqualTo(ExitCode.DONE);
    assertThat(first.json().get("questionSet").asText()).isEqualTo(allQuestions);
    JsonNode second = warehouse.run("cluster", "--set", "cluster.clusters=3").json();
    assertThat(second.get("version").asInt()).isEqualTo(2);
    warehouse.evaluate("evaluate.pruners=[codebook]");
    assertThat(problems(warehouse.run("publish")).findValuesAsText("message"))
        .containsExactly(
            "Version 2 has no accuracy of codebook-diverse at 50 % kept on "
                + allQuestions
                + ", which publish.budgets asks for.",
            "With codebook version 2 was not compared with random tokens on "
                + allQuestions
                + ", which publish.notWorseThanRandom asks for.");
    JsonNode evaluated = warehouse.evaluate("evaluate.reference=random");
    assertThat(row(evaluated, "codebook-v1", 0.5).get("difference").isNumber()).isTrue();
    assertThat(row(evaluated, "codebook-diverse-v1", 0.5).get("difference").isNumber()).isTrue();
    JsonNode diff = warehouse.run("diff", "champion", "2").json();
    assertThat(diff.get("questionSet").asText()).isEqualTo(allQuestions);
    assertThat(diff.get("metrics").findValuesAsText("metric")).contains("accuracy", "relative");
    assertThat(diff.get("metrics"))
        .anySatisfy(
            pair -> {
              assertThat(pair.get("pruner").asText()).isEqualTo("codebook");
              assertThat(pair.get("metric").asText()).isEqualTo("accuracy");
              assertThat(pair.get("to")).isEqualTo(row(evaluated, "codebook", 0.5).get("accuracy"));
            });
    worse("codebook", "random", 0.01);
    worse("codebook-diverse", "codebook-diverse-v1", 0.02);
    Commands.Result behind = warehouse.run("publish");
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
    assertThat(warehouse.run("publish").code())
        .as("not beyond the interval")
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void aFewQuestionsNeitherPublishNorReplaceMany() throws IOException {
    publishWithoutEvaluation();
    warehouse.run("cluster", "--set", "cluster.clusters=3");
    publishWithoutEvaluation();
    JsonNode third = warehouse.run("cluster", "--set", "cluster.clusters=2").json();
    assertThat(third.get("version").asInt()).isEqualTo(3);
    Path open =
        warehouse.questions("open.jsonl", warehouse.question("vqa", "what ?", "[]", "open"));
    String onOpen = warehouse.evaluateFile(open).get("questionSet").asText();
    assertThat(problem(warehouse.run("publish"), "not-evaluated"))
        .isEqualTo(
            "Version 3 was not evaluated on questions with answers; it was on "
                + onOpen
                + ", which has no answers.");

    String impossible = warehouse.question("first-token", "what ?", "[\"no such word\"]", "few");
    String unanswered = warehouse.question("first-token", "what is it ?", "[]", "few");
    Path two = warehouse.questions("two.jsonl", impossible, impossible, unanswered, unanswered);
    String onTwo = warehouse.evaluateFile(two).get("questionSet").asText();
    String[] floors = {
      "--set", "publish.minQuestions=30",
      "--set", "publish.minImages=6",
      "--set", "publish.minUnprunedAccuracy=0.01"
    };
    Commands.Result refused = warehouse.run("publish", floors);
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

    JsonNode many = warehouse.evaluate();
    warehouse.evaluateFile(two);
    assertThat(metricsByFile(3)).containsOnlyKeys(suffix(onOpen), suffix(onTwo), suffix(many));
    long metrics = metricsByFile(3).get(suffix(onTwo));
    warehouse.evaluateFile(two);
    assertThat(metricsByFile(3)).as("again").containsEntry(suffix(onTwo), metrics);

    assertThat(
            problem(
                warehouse.run("publish", "--set", "publish.questionSet=all#01234567"),
                "not-evaluated"))
        .startsWith("Version 3 was not evaluated on all#01234567 ");
    Commands.Result published = warehouse.run("publish", floors);
    assertThat(published.code()).isEqualTo(ExitCode.DONE);
    assertThat(published.json().get("questionSet")).isEqualTo(many.get("questionSet"));

    Path page = warehouse.file("report.html");
    warehouse.run("report", "--out", page.toString(), "--set", "report.images=1");
    assertThat(page)
        .content()
        .contains(many.get("questions").asInt() + " questions over 6 images")
        .doesNotContain("2 questions over 1 images");
  }

  @Test
  void aVersionThatWasPublishedBeforeMayBePublishedAgain() throws IOException {
    String impossible = warehouse.question("first-token", "what ?", "[\"no such word\"]", "few");
    Path questions = warehouse.questions("questions.jsonl", impossible);
    warehouse.evaluateFile(questions);
    publishWithoutEvaluation();
    warehouse.run("cluster", "--set", "cluster.clusters=3");
    warehouse.evaluateFile(questions);
    publishWithoutEvaluation();
    warehouse.run("cluster", "--set", "cluster.clusters=2");
    publishWithoutEvaluation();

    Commands.Result small = warehouse.run("publish", "1", "--set", "publish.minPrototypes=100000");
    assertThat(problem(small, "too-few-prototypes")).startsWith("Version 1 has ");
    Commands.Result back = warehouse.run("publish", "1");
    assertThat(back.code())
        .as("version 1 is older than the published version 3")
        .isEqualTo(ExitCode.DONE);
    assertThat(back.json().get("version").asInt()).isEqualTo(1);
    assertThat(run("list", "--warehouse", warehouse.path()).json().findValuesAsText("status"))
        .containsExactly("published", "replaced", "replaced");
    JsonNode fourth = warehouse.run("cluster", "--set", "cluster.clusters=5").json();
    assertThat(fourth.get("version").asInt()).isEqualTo(4);
    warehouse.evaluate();
    assertThat(warehouse.run("publish", "2").code()).isEqualTo(ExitCode.DONE);
    assertThat(problems(warehouse.run("publish", "4")).findValuesAsText("code"))
        .as("never published, and not compared with version 2")
        .containsExactly("not-compared-with-published", "not-compared-with-published");
  }

  /** Publishes the newest version, whether it was evaluated or not. */
  private void publishWithoutEvaluation() {
    assertThat(warehouse.run("publish", "--set", "publish.requireEvaluation=false").code())
        .isEqualTo(ExitCode.DONE);
  }

  /** Changes a difference in the table, so that the other pruner is better by at least this. */
  private void worse(String pruner, String other, double least) {
    LocalSpark.session()
        .sql(
            "UPDATE delta.`%s/evaluations` SET value = -0.1, low = -0.2, high = %s"
                    .formatted(warehouse.path(), -least)
                + " WHERE version = 2 AND metric = 'difference-to-%s' AND pruner = '%s'"
                    .formatted(other, pruner));
  }

  private static JsonNode problems(Commands.Result refused) {
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    return refused.json().get("error").get("problems");
  }

  private static String problem(Commands.Result refused, String code) {
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.error("code")).isEqualTo(code);
    return refused.error("message");
  }

  private Map<String, Long> metricsByFile(long version) {
    Map<String, Long> counts = new TreeMap<>();
    LocalSpark.session()
        .sql(
            "SELECT substring_index(question_set, '#', -1), count(*)"
                + " FROM delta.`%s/evaluations` WHERE version = %d GROUP BY 1"
                    .formatted(warehouse.path(), version))
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
}
