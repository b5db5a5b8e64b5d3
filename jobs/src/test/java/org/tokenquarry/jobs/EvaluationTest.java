package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tokenquarry.jobs.ClusteredWarehouse.row;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.prune.question.LeaveOneOutOracle;

/** What {@code evaluate} measures, through the command line, on a small random bundle. */
class EvaluationTest {

  @TempDir Path directory;

  private ClusteredWarehouse warehouse;

  @BeforeEach
  void copyTheWarehouse() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
  }

  @Test
  void everyPrunerHasARow() {
    JsonNode evaluated = warehouse.evaluate("evaluate.pruners=[all]");
    assertThat(evaluated.get("rows").findValuesAsText("pruner"))
        .hasSize(40)
        .contains("codebook", "gprune-vision", "vispruner", "fastv", "fitprune", "vtw-searched")
        .doesNotContain(LeaveOneOutOracle.NAME);
    assertThat(evaluated.get("notCompared").findValuesAsText("name"))
        .contains("dart", "prumerge-published", "visionzip-merged", "zoo-prune", "controlmllm");
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
    assertThat(evaluated.get("comparisons").asInt()).isEqualTo(39);
    assertThat(row(evaluated, "codebook", 0.5).get("verdict").isNull()).isTrue();
    JsonNode random = row(evaluated, "random", 0.5);
    assertThat(random.get("verdict").asText()).isIn("ahead", "behind", "not told apart");
    assertThat(random.at("/correctedCi/0").asDouble())
        .as("wider than its own interval")
        .isLessThanOrEqualTo(random.at("/differenceCi/0").asDouble());
    assertThat(row(evaluated, "vtw-searched", 0.5).get("note").asText()).contains("at one layer");
    assertThat(row(evaluated, "sms-style-inflection", 0.5).get("tokens").asDouble())
        .isBetween(8.0, 16.0);
    JsonNode spaced = warehouse.evaluate("evaluate.positions=original");
    assertThat(spaced.get("positions").asText()).isEqualTo("original");
    assertThat(spaced.get("unpruned")).isEqualTo(evaluated.get("unpruned"));
    assertThat(row(spaced, "codebook", 0.5).get("fidelityJsd"))
        .isNotEqualTo(row(evaluated, "codebook", 0.5).get("fidelityJsd"));
  }

  @Test
  void tilesOfAModelThatKnowsNoneAreRefused() {
    String heldOut = ClusteredWarehouse.heldOut().toString();
    Commands.Result refused =
        warehouse.run("evaluate", "--questions", heldOut, "--set", "evaluate.view=packed");
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("tiles-unknown");
  }

  @Test
  void aPrunerWithConstantsHasARowOfItsOwn() {
    JsonNode evaluated =
        warehouse.evaluate(
            "evaluate.pruners=[\"gprune( threshold=0.8, steps=3 )\", gprune,"
                + " \"vispruner(important=0.5)\", \"mmtok(share=4)\","
                + " \"visionzip-merged(contextual=0.5)\"]",
            "evaluate.reference=\"gprune(threshold=0.80,steps=3)\"",
            "evaluate.budgets=[0.2]");
    String tuned = "gprune(steps=3,threshold=0.8)";
    assertThat(evaluated.get("rows").findValuesAsText("pruner"))
        .containsExactly("gprune", tuned, "mmtok(share=4)", "vispruner");
    assertThat(evaluated.get("reference").asText()).isEqualTo(tuned);
    assertThat(row(evaluated, "gprune", 0.2).get("difference").isNumber()).isTrue();
    assertThat(evaluated.get("notCompared").findValuesAsText("name"))
        .contains("visionzip-merged(contextual=0.5)");

    JsonNode error =
        warehouse
            .run(
                "evaluate",
                "--questions",
                "none",
                "--set",
                "evaluate.pruners=[\"gprune(threshold=2)\", \"scope(beta=1)\", best]")
            .json()
            .get("error");
    assertThat(error.get("problems").findValuesAsText("code"))
        .containsExactly("constant-invalid", "constant-unknown", "pruner-unknown");
  }

  @Test
  void questionsOfOthersAreScoredTheirWay() throws IOException {
    Path file =
        warehouse.questions(
            "others.jsonl",
            warehouse.question("yes-no", "is there a circle ?", "[\"yes\"]", "pope"),
            warehouse.question("vqa", "what colour is it ?", "[\"red\",\"red\"]", "vqa"),
            warehouse.question("multiple-choice", "a or b ?", "[\"B\"]", "choice"),
            warehouse.question("first-token", "what ?", "[]", "open"));
    JsonNode lines = warehouse.evaluateFile(file);
    assertThat(lines.get("questions").asInt()).isEqualTo(4);
    assertThat(row(lines, "codebook", 0.5).get("f1").isNumber()).isTrue();
    Path parquet = warehouse.file("others.parquet");
    LocalSpark.session().read().json(file.toString()).write().parquet(parquet.toString());
    JsonNode table = warehouse.evaluateFile(parquet);
    assertThat(table.get("questions")).isEqualTo(lines.get("questions"));
    for (String column : List.of("pruner", "accuracy", "low", "fidelityTop1", "f1")) {
      assertThat(table.get("rows").findValues(column))
          .as(column)
          .isEqualTo(lines.get("rows").findValues(column));
    }

    warehouse.questions("others.jsonl", warehouse.question("bleu", "what ?", "[]", "open"));
    Commands.Result refused = warehouse.run("evaluate", "--questions", file.toString());
    assertThat(refused.error("code")).isEqualTo("bad-question");
    assertThat(refused.error("message"))
        .endsWith(
            "has an unknown scoring: a scoring is one of first-token, yes-no, vqa,"
                + " multiple-choice, not bleu.");
  }

  @Test
  void theOracleComesByItsNameOnly() {
    JsonNode evaluated =
        warehouse.evaluate(
            "evaluate.pruners=[codebook, leave-one-out-oracle]", "evaluate.budgets=[0.25]");
    JsonNode oracle = row(evaluated, LeaveOneOutOracle.NAME, 0.25);
    assertThat(oracle.get("note").asText()).startsWith("An upper reference and no method");
    assertThat(oracle.get("tokens").asDouble()).isEqualTo(4);
    assertThat(oracle.get("fidelityJsd").asDouble())
        .isNotEqualTo(row(evaluated, "codebook", 0.25).get("fidelityJsd").asDouble());
  }

  @Test
  void wrongYesAnswersAboutPairsAreCounted() {
    Path pairs = directory.resolve("pairs");
    Commands.run(
        "scenes", "--count", "4", "--seed", "3", "--world", "pairs", "--out", pairs.toString());
    warehouse.run("ingest", pairs.toString(), "--split", "heldout");
    JsonNode evaluated = warehouse.evaluateFile(pairs.resolve("questions.jsonl"));
    assertThat(evaluated.get("questions").asInt()).isEqualTo(8);
    assertThat(row(evaluated, "codebook", 0.5).get("wrongYes").asDouble()).isBetween(0.0, 1.0);
    assertThat(row(evaluated, "codebook", 0.5).get("wrongYes").isNumber()).isTrue();
  }

  @Test
  void fidelityNeedsNoAnswers() throws IOException {
    Path file =
        warehouse.questions("open.jsonl", warehouse.question("vqa", "what ?", "[]", "open"));
    JsonNode evaluated = warehouse.evaluateFile(file);
    assertThat(evaluated.get("unpruned").isNull()).isTrue();
    JsonNode row = row(evaluated, "codebook", 0.5);
    assertThat(row.get("accuracy").isNull()).isTrue();
    assertThat(row.get("ci").isNull()).isTrue();
    assertThat(row.get("fidelityJsd").asDouble()).isPositive();
  }
}
