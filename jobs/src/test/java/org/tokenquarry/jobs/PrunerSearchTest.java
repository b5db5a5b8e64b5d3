package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** {@code calibrate --pruners} through the command line, and an evaluation of what it finds. */
class PrunerSearchTest {

  private static final String HALF = ClusteredWarehouse.heldOut().resolve("half.jsonl").toString();

  @TempDir Path directory;

  private ClusteredWarehouse warehouse;

  @BeforeEach
  void copyTheWarehouse() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
  }

  private Commands.Result search(String... more) {
    List<String> all = new ArrayList<>(List.of("--pruners", "--questions", HALF));
    for (String setting :
        List.of("search.images=2", "search.budgets=[0.5, 0.2]", "pruners.trials=7")) {
      all.addAll(List.of("--set", "calibrate." + setting));
    }
    all.addAll(Arrays.asList(more));
    return warehouse.run("calibrate", all.toArray(String[]::new));
  }

  @Test
  void everyMethodIsSearchedWithTheSameBudget() {
    JsonNode found = search().json();

    assertThat(found.get("trials").asInt()).isEqualTo(7);
    assertThat(found.get("images").asInt()).isEqualTo(6);
    assertThat(found.get("pruners").findValuesAsText("method"))
        .contains("gprune", "vispruner", "scope", "holov", "mmtok", "sparsevlm");
    assertThat(found.get("notSearched").findValuesAsText("name"))
        .containsExactly(
            "prumerge-published",
            "prumerge-plus-published",
            "visionzip-merged",
            "zoo-prune",
            "dart");
    assertThat(found.at("/notSearched/4/reason").asText())
        .startsWith("The bundle's decoder.pt would need the methods");
    for (JsonNode method : found.get("pruners")) {
      assertThat(method.get("trials").asInt()).as("%s", method).isEqualTo(7);
      assertThat(method.get("combinations").asInt()).isGreaterThanOrEqualTo(7);
      assertThat(method.get("rungs").findValues("trials"))
          .extracting(JsonNode::asInt)
          .containsExactly(7, 3);
      assertThat(method.get("rungs").findValues("images"))
          .extracting(JsonNode::asInt)
          .containsExactly(2, 6);
      double relative = method.get("relative").asDouble();
      double published = method.get("published").asDouble();
      String chosen = method.get("chosen").asText();
      assertThat(chosen).startsWith(method.get("method").asText());
      assertThat(published).isPositive();
      assertThat(method.get("budgets")).hasSize(2);
      if (!chosen.contains("(")) {
        assertThat(relative).isEqualTo(published);
      }
      assertThat(found.get("settings").asText()).contains("\"" + chosen + "\"");
    }
    assertThat(search("--set", "spark.master=local[1]").json())
        .as("the number of cores changes nothing")
        .isEqualTo(found);
  }

  @Test
  void whatIsFoundIsEvaluatedBesideThePublishedForm() throws IOException {
    JsonNode found = search("--set", "calibrate.pruners.names=[vispruner, gprune]").json();
    assertThat(found.get("pruners").findValuesAsText("method"))
        .containsExactly("gprune", "vispruner");
    Path conf = Files.writeString(directory.resolve("tuned.conf"), found.get("settings").asText());

    Commands.Result evaluated =
        warehouse.run(
            "evaluate",
            "--questions",
            HALF,
            "--conf",
            conf.toString(),
            "--set",
            "evaluate.budgets=[0.5, 0.2]",
            "--set",
            "evaluate.bootstrapSamples=20");

    List<String> rows = evaluated.json().get("rows").findValuesAsText("pruner");
    assertThat(rows).contains("codebook", "codebook-diverse", "random", "gprune", "vispruner");
    for (JsonNode method : found.get("pruners")) {
      String chosen = method.get("chosen").asText();
      assertThat(rows).contains(chosen);
    }
  }

  @Test
  void whatCannotBeSearchedIsRefused() {
    Commands.Result none = warehouse.run("calibrate", "--pruners");
    assertThat(none.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(none.error("code")).isEqualTo("no-questions");
    assertThat(search("--set", "evaluate.questions=" + HALF).error("code"))
        .isEqualTo("validation-is-test");
    assertThat(search("--set", "calibrate.pruners.names=[divprune]").error("message"))
        .isEqualTo("There is no pruner divprune that has constants.");
    assertThat(search("--set", "calibrate.pruners.trials=0").error("code"))
        .isEqualTo("setting-invalid");
  }

  @Test
  void questionsWithoutAnswersChooseNothing() throws IOException {
    Path open =
        warehouse.questions(
            "open.jsonl", warehouse.question("first-token", "what ?", "[]", "open"));
    Commands.Result refused =
        warehouse.run("calibrate", "--pruners", "--questions", open.toString());
    assertThat(refused.error("code")).isEqualTo("validation-unanswered");
  }
}
