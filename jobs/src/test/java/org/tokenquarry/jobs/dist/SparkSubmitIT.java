package org.tokenquarry.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.JavaCommand;
import org.tokenquarry.jobs.dist.Submission.Limits;
import org.tokenquarry.jobs.standalone.StandaloneCluster;

/**
 * The jar for clusters, submitted to a standalone cluster of two workers that know nothing but
 * Spark: the same codebook as on one machine, although neither a message nor the results of a job
 * may be as large as the codebook. Its vectors are as wide as those of a model of 7B.
 */
class SparkSubmitIT {

  private static final String ALL =
      "nightly.verbs=[ingest, mine, cluster, evaluate, publish, export]";

  private static final int CORES = 2;
  private static final int TOKENS = 16;
  private static final int WIDTH = 4_096;

  /** Of a message. Prototypes are written in slices of 16 MB. */
  private static final int MESSAGE_MEBIBYTES = 18;

  /** What takes the options of a quick start back. */
  private static final String LONG_RUN = "-XX:TieredStopAtLevel=4 -XX:-UseSerialGC -XX:+UseG1GC";

  /** Of a token, in all results of a stage. Its vector has 16,384. */
  private static final int MOST_BYTES_OF_A_TOKEN = 2_000;

  @TempDir Path directory;

  /** 1,536 prototypes: 24 MiB. */
  @Test
  void aClusterMakesTheCodebookOfOneMachine() throws Exception {
    compare(
        96, new Limits("1g", "1g", JavaCommand.QUICK_START, MESSAGE_MEBIBYTES, MESSAGE_MEBIBYTES));
  }

  /** 313 MiB. Prints how long a night took, and the memory of each process. */
  @Test
  @Tag("proof")
  void aCodebookOfTwentyThousandPrototypesPassesThroughAllVerbs() throws Exception {
    compare(1_250, new Limits("3g", "2g", LONG_RUN, MESSAGE_MEBIBYTES, 64));
  }

  private void compare(int images, Limits limits) throws Exception {
    Path bundle = Path.of("../udfs/src/test/resources/bundles/wide").toAbsolutePath();
    Path scenes = scenes("scenes", images, 1);
    Path heldOut = scenes("heldout", 2, 2);
    SparkHome home = SparkHome.make();
    try (StandaloneCluster cluster =
            new StandaloneCluster(
                Files.createDirectories(directory.resolve("cluster")),
                home.directory(),
                home.classPath());
        ResidentPeaks peaks = new ResidentPeaks()) {
      cluster.addWorkerWithGpu("first", CORES);
      cluster.addWorkerWithGpu("second", CORES);
      Submission submission = new Submission(home, cluster, directory, limits);
      List<String> arguments =
          new ArrayList<>(
              List.of("nightly", scenes.resolve("images").toString(), "--model", "" + bundle));
      arguments.addAll(settings());

      JsonNode night =
          submission.run(cluster.url(), arguments, "--questions", "" + heldOut, "--set", ALL);
      Map<String, Long> megabytes = peaks.megabytes();
      submission.ingestedBySubmitted();
      JsonNode local =
          submission.run("local[2]", arguments, "--set", "nightly.verbs=[mine, cluster]");

      assertWhole(night, images);
      assertThat(night.at("/cluster/contentDigest")).isEqualTo(local.at("/cluster/contentDigest"));
      TaskResults results = TaskResults.in(submission.events());
      assertThat(results.executors()).as("none was lost").containsExactly("0", "1");
      assertThat(results.sizedStages())
          .as("verbs with stages that are sized for the GPU")
          .containsExactly("cluster", "evaluate", "mine");
      assertThat(results.largestStage())
          .as(results.stage())
          .isLessThan((long) MOST_BYTES_OF_A_TOKEN * images * TOKENS);
      System.out.printf(
          "%,d prototypes on a cluster: %.0f s; resident MB %s; largest result of a task %,d bytes,"
              + " of a stage %,d (%s)%n",
          images * TOKENS,
          submission.seconds(cluster.url()),
          megabytes,
          results.largestResult(),
          results.largestStage(),
          results.stage());
    }
  }

  private Path scenes(String name, int count, int seed) {
    Path folder = directory.resolve(name);
    Commands.runWithItsOwnSpark(
        "scenes", "--count", "" + count, "--seed", "" + seed, "--out", folder.toString());
    return folder;
  }

  /** Every token is redundant and becomes a prototype; the random model may be published. */
  private static List<String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("experiment.maxTop1Probability", "1");
    settings.put("experiment.maxDivergence", "1000");
    settings.put("experiment.withinImage.enabled", "false");
    settings.put("cluster.clusters", "4");
    settings.put("cluster.contextIndependence.moreImagesThan", "1");
    settings.put("cluster.prototypes", "members");
    settings.put("executors.tasksPerGpu", "2");
    settings.put("mine.batchMemory", "32MiB");
    settings.put("model.device", "cpu"); // The GPUs are simulated.
    settings.put("publish.minQuestions", "1");
    settings.put("publish.minImages", "1");
    settings.put("publish.minUnprunedAccuracy", "0");
    settings.put("publish.pruners", "[codebook]");
    settings.put("publish.budgets", "[0.2]");
    settings.put("evaluate.budgets", "[0.2]");
    settings.put("evaluate.pruners", "[codebook, random]");
    settings.put("evaluate.bootstrapSamples", "100");
    List<String> arguments = new ArrayList<>();
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return arguments;
  }

  private static void assertWhole(JsonNode night, int images) throws IOException {
    assertThat(night.at("/ingest/added").asInt()).isEqualTo(images);
    assertThat(night.at("/mine/mined").asInt()).isEqualTo(images);
    assertThat(night.at("/cluster/prototypes").asInt()).isEqualTo(images * TOKENS);
    assertThat(night.at("/evaluate/rows")).isNotEmpty();
    assertThat(night.at("/publish/status").asText()).isEqualTo("published");
    Path exported = Path.of(night.at("/export/directory").asText().replaceFirst("^file:", ""));
    assertThat(Files.size(exported.resolve("codebook.safetensors")))
        .isGreaterThan(2L * images * TOKENS * WIDTH);
  }
}
