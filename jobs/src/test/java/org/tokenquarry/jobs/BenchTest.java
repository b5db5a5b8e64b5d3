package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tokenquarry.jobs.Commands.run;
import static org.tokenquarry.jobs.Commands.runWithItsOwnSpark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.bench.BenchBundleJob;
import org.tokenquarry.jobs.bench.BenchBundleSummary;
import org.tokenquarry.jobs.bench.ProcessTimes;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.config.ConfigurationLoader;
import org.tokenquarry.jobs.config.Layers;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.lease.RunLeases;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.RunMetrics;

/** What the benchmarks report. No test checks how fast anything is. */
class BenchTest {

  private static final String TINY = "../udfs/src/test/resources/bundles/tiny";

  @TempDir Path directory;

  @Test
  void theEnginesAreComparedOnTheSameImages() {
    JsonNode bench =
        run("bench", "engine", "--model", TINY, "--images", "3", "--threads", "2").json();
    assertThat(names(bench)).containsExactly("published", "exhaustive", "cascade");
    assertThat(bench.get("sameVerdicts").asBoolean()).isTrue();
    assertThat(bench.get("maxScoreDifference").asDouble()).isLessThan(1e-4);
    assertThat(bench.get("speedup").asDouble()).isPositive();
    assertThat(bench.get("speedupOverExhaustive").asDouble()).isPositive();
    for (JsonNode engine : bench.get("engines")) {
      assertThat(engine.get("gflop").asDouble()).isPositive();
      assertThat(engine.get("peakFraction").asDouble()).isBetween(0.0, 1.0);
    }
    // 1 + R * (1 + 2 + 1) runs of 16 probed tokens.
    assertThat(engine(bench, "published").get("sequences").asDouble()).isEqualTo(65);
    assertThat(engine(bench, "exhaustive").get("sequences").asDouble()).isEqualTo(65);
    assertThat(engine(bench, "cascade").get("sequences").asDouble()).isLessThan(65);
    for (JsonNode engine : bench.get("engines")) {
      double sum =
          StreamSupport.stream(engine.get("stages").spliterator(), false)
              .mapToDouble(stage -> stage.get("sequences").asDouble())
              .sum();
      assertThat(sum).isEqualTo(engine.get("sequences").asDouble());
    }
  }

  @Test
  void aRandomCodebookIsWrittenReadAndScoredBy() {
    JsonNode bench =
        run(
                "bench",
                "codebook",
                "--prototypes",
                "700",
                "--dim",
                "96",
                "--set",
                "bench.codebook.tokens=20")
            .json();
    assertThat(bench.get("bytes").asLong()).isEqualTo(4 * 700 * 96);
    assertThat(bench.get("copies").asInt()).isEqualTo(1);
    assertThat(bench.at("/scorings/sameBits").asBoolean()).isTrue();
    assertThat(bench.at("/scorings/ways")).hasSize(4);
  }

  @Test
  void thresholdsCanBeQuantilesAndThePublishedProcedureLeftOut() {
    JsonNode bench =
        run(
                "bench",
                "engine",
                "--model",
                TINY,
                "--images",
                "2",
                "--set",
                "bench.published=false",
                "--set",
                "bench.thresholds=quantiles",
                "--set",
                "calibrate.quantiles.top1=0.9",
                "--set",
                "calibrate.quantiles.divergence=0.9")
            .json();
    assertThat(names(bench)).containsExactly("exhaustive", "cascade");
    assertThat(bench.get("speedup").isNull()).isTrue();
    assertThat(bench.get("sameVerdicts").asBoolean()).isTrue();
    assertThat(bench.get("redundantShare").asDouble()).isBetween(0.5, 0.95);
  }

  @Test
  void imagesThatShareBatchesGiveTheSameVerdictsInLargerBatches() {
    String[] bench = {"bench", "engine", "--model", TINY, "--images", "6"};
    JsonNode alone = cascade(bench, "mine.imagesPerBatch=1");
    JsonNode together = cascade(bench, "mine.imagesPerBatch=3");
    assertThat(alone.get("imagesPerCall").asDouble()).isEqualTo(1);
    assertThat(together.get("imagesPerCall").asDouble()).isEqualTo(3);
    assertThat(alone.at("/stages/0/name").asText()).isEqualTo("single-token");
    assertThat(alone.at("/stages/0/batchRows").asDouble()).isEqualTo(16);
    assertThat(together.at("/stages/0/batchRows").asDouble()).isEqualTo(48);
  }

  private static JsonNode cascade(String[] bench, String setting) {
    List<String> arguments = new ArrayList<>(List.of(bench));
    arguments.addAll(
        List.of(
            "--set",
            setting,
            "--set",
            "bench.published=false",
            "--set",
            "bench.thresholds=quantiles"));
    JsonNode result = run(arguments.toArray(String[]::new)).json();
    assertThat(result.get("sameVerdicts").asBoolean()).isTrue();
    return engine(result, "cascade");
  }

  @Test
  void theEnginesCanBeComparedOnPhotographs() throws IOException {
    String photos = "../udfs/src/test/resources/org/tokenquarry/image/hostile";
    JsonNode bench =
        run(
                "bench",
                "engine",
                "--model",
                TINY,
                "--images",
                "2",
                "--photos",
                photos,
                "--set",
                "bench.published=false")
            .json();
    assertThat(bench.get("images").asInt()).isEqualTo(2);
    assertThat(bench.get("sameVerdicts").asBoolean()).isTrue();
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Commands.Result refused = run("bench", "engine", "--model", TINY, "--photos", empty.toString());
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("no-photos");
  }

  @Test
  void scalingHasARowForEveryNumberOfImagesAndCores() {
    JsonNode rows =
        run("bench", "scaling", "--model", TINY, "--set", "bench.scaling.images=[2]")
            .json()
            .get("rows");
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(rows).hasSize(cores == 1 ? 1 : 2);
    for (JsonNode row : rows) {
      assertThat(row.get("images").asInt()).isEqualTo(2);
      assertThat(row.get("modelSeconds").asDouble())
          .isPositive()
          .isLessThan(row.get("seconds").asDouble() * row.get("cores").asInt());
    }
  }

  @Test
  void startingIsMeasuredOnAWarehouseWithACodebookOnly() {
    Commands.Result result =
        run("bench", "start", "--warehouse", directory.resolve("none").toString(), "--runs", "1");
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code")).isEqualTo("no-codebook");
  }

  @Test
  void processesAreTimedInRoundsAndTheirMediansTold() throws Exception {
    Path order = directory.resolve("order");
    Map<String, List<String>> commands = new LinkedHashMap<>();
    for (String name : List.of("b", "a")) {
      commands.put(name, List.of("sh", "-c", "echo " + name + " >> " + order));
    }
    Map<String, Double> medians = ProcessTimes.medians(commands, 3);
    assertThat(medians).containsOnlyKeys("b", "a");
    assertThat(medians.keySet()).containsExactly("b", "a");
    assertThat(medians.values()).allSatisfy(seconds -> assertThat(seconds).isPositive());
    assertThat(order).content().isEqualTo("b\na\n".repeat(3));
    assertThatThrownBy(
            () -> ProcessTimes.medians(Map.of("it", List.of("sh", "-c", "echo no; exit 3")), 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it ended with exit code 3: no");
  }

  @Test
  void theFlowIsMeasuredWithoutAModel() {
    JsonNode measured =
        runWithItsOwnSpark(
                "bench",
                "flow",
                "--images",
                "80",
                "--slots",
                "8",
                "--set",
                "bench.flow.secondsPerImage=0.1")
            .json();
    assertThat(measured.get("slots").asInt()).isEqualTo(8);
    assertThat(measured.get("units").asInt()).isBetween(20, 80);
    assertThat(measured.get("commits").asInt()).isPositive();
    assertThat(measured.get("busyShare").asDouble()).isBetween(0.01, 1.0);
    assertThat(measured.get("commitStretch").asDouble()).isPositive();
    assertThat(measured.get("simulatedBusyShare").asDouble()).isBetween(0.5, 1.0);
  }

  @Test
  void aBenchThatIsNotNamedIsToldWhatThereIs() {
    Commands.Result result = run("bench");
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("message"))
        .contains("engine, bundle, codebook, cluster, scaling, flow, start or log");
  }

  @Test
  void clusteringInBlocksIsComparedWithTheKernelInDouble() {
    JsonNode bench = run("bench", "cluster", "--set", "bench.cluster.sizes=[300x8, 600x8]").json();
    assertThat(bench.get("rows")).hasSize(2);
    bench
        .get("rows")
        .forEach(
            row -> {
              assertThat(row.get("same").asBoolean()).as("%s", row).isTrue();
              assertThat(row.get("referenceSeconds").asDouble()).isPositive();
              assertThat(row.get("decidedInDouble").asDouble()).isBetween(0.0, 0.5);
            });
    assertThat(bench.get("slope").isNumber()).isTrue();
  }

  @Test
  void approximationsAreComparedWithExactClustering() {
    JsonNode size =
        run(
                "bench",
                "cluster",
                "--approximate",
                "900x8",
                "--set",
                "cluster.method=partitioned",
                "--set",
                "cluster.cells=3",
                "--set",
                "cluster.clusters=20")
            .json()
            .get("approximations")
            .get(0);
    assertThat(size.get("methods").findValuesAsText("name"))
        .containsExactly("exact", "partitioned", "k-means");
    assertThat(size.get("methods").findValuesAsText("cells")).containsExactly("1", "3", "null");
    assertThat(size.at("/methods/0/equalPrototypes").asDouble()).isEqualTo(1);
    assertThat(size.at("/methods/1/equalPrototypes").asDouble()).isBetween(0.5, 1.0);
    assertThat(size.at("/methods/1/sameCluster").asDouble()).isBetween(0.1, 1.0);
    assertThat(size.at("/methods/2/distance").asDouble())
        .isLessThan(size.at("/methods/0/distance").asDouble());
  }

  @Test
  void aRandomBundleCanBeMined() throws Exception {
    String python = "/usr/bin/python3";
    assumeTrue(
        new ProcessBuilder(python, "-c", "import torch").start().waitFor() == 0,
        "python3 has no torch");
    Path bundle = directory.resolve("random");
    BenchBundleSummary made = bundle(bundle, python);
    assertThat(made.tokens()).isEqualTo(9);
    JsonNode bench = run("bench", "engine", "--model", bundle.toString(), "--images", "1").json();
    assertThat(bench.get("sameVerdicts").asBoolean()).isTrue();
  }

  @Test
  void aPythonWithoutTorchIsPassedOver() throws IOException {
    String without = python("without", "exit 1");
    String with =
        python("with", "case $1 in -c) exit 0;; *) echo 'weights: out of luck.'; exit 1; esac");
    assertThatThrownBy(() -> bundle("/nowhere/python3", without, with))
        .isInstanceOfSatisfying(
            UserException.class,
            e -> {
              assertThat(e.problems().get(0).code()).isEqualTo("python-failed");
              assertThat(e.problems().get(0).cause())
                  .isEqualTo(with + " could not write the bundle: weights: out of luck.");
            });
    assertThatThrownBy(() -> bundle("/nowhere/python3", without))
        .isInstanceOfSatisfying(
            UserException.class,
            e -> {
              assertThat(e.problems().get(0).code()).isEqualTo("no-torch");
              assertThat(e.problems().get(0).cause())
                  .isEqualTo("The Python interpreter " + without + " has no torch.");
              assertThat(e.problems().get(0).remedy())
                  .contains("TOKENQUARRY_PYTHON", "/usr/bin/python3");
            });
    assertThatThrownBy(() -> bundle("/nowhere/python3"))
        .isInstanceOfSatisfying(
            UserException.class,
            e -> assertThat(e.problems().get(0).code()).isEqualTo("no-python"));
  }

  /** A script that stands in for the Python interpreter. */
  private String python(String name, String body) throws IOException {
    Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script.toString();
  }

  private BenchBundleSummary bundle(String... pythons) {
    return bundle(directory.resolve("out"), pythons);
  }

  private static BenchBundleSummary bundle(Path out, String... pythons) {
    Layers layers =
        Layers.assigning(
            "bench.bundle.directory=" + out,
            "bench.bundle.hidden=64",
            "bench.bundle.layers=2",
            "bench.bundle.grid=3",
            "bench.bundle.vocabulary=64");
    Settings settings = new ConfigurationLoader().load(layers).settings();
    JobContext.Run run =
        new JobContext.Run(
            "test",
            BenchTest::noSpark,
            Configuration::new,
            Progress.silent(),
            RunLeases.ofReader("bench bundle"),
            new RunMetrics());
    try (JobContext context = new JobContext(run, "bench bundle", settings)) {
      return new BenchBundleJob(Path.of(".."), List.of(pythons)).run(context);
    }
  }

  private static SparkSession noSpark() {
    throw new AssertionError("a bundle is made without Spark");
  }

  @Test
  void aBundleTooSmallIsRefused() {
    Commands.Result result = run("bench", "bundle", "--hidden", "63");
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("message")).contains("bench.bundle.hidden");
  }

  private static Iterable<String> names(JsonNode bench) {
    return StreamSupport.stream(bench.get("engines").spliterator(), false)
        .map(engine -> engine.get("name").asText())
        .toList();
  }

  private static JsonNode engine(JsonNode bench, String name) {
    return StreamSupport.stream(bench.get("engines").spliterator(), false)
        .filter(engine -> engine.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
