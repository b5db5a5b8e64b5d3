package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.ClusteredWarehouse.row;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** The model that was trained on sequences of three scenes answers about new ones. */
class SequencesModelTest {

  private static final String MODEL = "../scripts/training/models/sequences";

  @TempDir Path directory;

  @Test
  void mostQuestionsAreAnsweredAlsoWithAFifthOfTheTokens() {
    Commands.Result night =
        new TinyWarehouses(directory)
            .runOf(
                MODEL,
                "warehouse",
                "nightly",
                drawn("mined", 4, 31),
                "--questions",
                drawn("asked", 10, 32),
                "--set",
                "nightly.verbs=[ingest, mine, cluster, evaluate]",
                "--set",
                "experiment.maxTop1Probability=0.29",
                "--set",
                "experiment.maxDivergence=2.6e-5",
                "--set",
                "evaluate.pruners=[codebook-diverse]",
                "--set",
                "evaluate.budgets=[0.2]",
                "--set",
                "evaluate.bootstrapSamples=20");
    assertThat(night.code()).as("%s", night.json()).isEqualTo(ExitCode.DONE);
    JsonNode evaluated = night.json().get("evaluate");
    double whole = evaluated.get("unpruned").asDouble();
    assertThat(whole).isGreaterThan(0.8);
    assertThat(row(evaluated, "codebook-diverse", 0.2).get("accuracy").asDouble())
        .isGreaterThan(0.9 * whole);
  }

  private String drawn(String name, int count, int seed) {
    String out = directory.resolve(name).toString();
    Commands.Result drawn =
        Commands.run(
            "scenes",
            "--world",
            "sequences",
            "--count",
            "" + count,
            "--seed",
            "" + seed,
            "--out",
            out);
    assertThat(drawn.code()).isEqualTo(ExitCode.DONE);
    return out;
  }
}
