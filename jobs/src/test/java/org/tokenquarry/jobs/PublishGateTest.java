package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** The conditions of {@code publish} that look at one version only. */
class PublishGateTest {

  @TempDir Path directory;

  private ClusteredWarehouse warehouse;
  private String allQuestions;

  @BeforeEach
  void evaluate() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
    allQuestions = warehouse.evaluate("evaluate.positions=original").get("questionSet").asText();
  }

  @Test
  void theGateNamesTheConditionAndTheMetric() {
    Commands.Result refused =
        warehouse.run(
            "publish",
            "--set",
            "publish.minPrototypes=100000",
            "--set",
            "publish.maxQuarantinedShare=0.01",
            "--set",
            "publish.minRelativeAccuracy=[\"50%: 2\", \"7%: 1\"]");
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
    JsonNode versions = run("list", "--warehouse", warehouse.path()).json();
    assertThat(versions.get("codebooks").get(0).get("status").asText()).isEqualTo("candidate");
  }
}
