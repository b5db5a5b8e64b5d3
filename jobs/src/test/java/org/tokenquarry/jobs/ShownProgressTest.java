package org.tokenquarry.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.catalogue.Verbs;
import org.tokenquarry.jobs.cli.CommandLineRunner;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.progress.ConsoleProgress;

/** The progress that a user sees while a night runs. */
class ShownProgressTest {

  private static final Pattern LINE =
      Pattern.compile("(\\w[\\w ]*): (\\d+) of (\\d+) (\\w+) \\((\\d+) %\\), .*");

  @TempDir Path directory;

  @Test
  void countsImagesTokensAndQuestionsAndNeverGoesBack() {
    Path scenes = directory.resolve("scenes");
    Path heldOut = directory.resolve("heldout");
    Commands.run("scenes", "--count", "10", "--seed", "1", "--out", scenes.toString());
    long questions =
        Commands.run("scenes", "--count", "6", "--seed", "2", "--out", heldOut.toString())
            .json()
            .get("questions")
            .asLong();

    Map<String, List<Long>> stages =
        stages(
            "nightly",
            scenes.resolve("images").toString(),
            "--questions=" + heldOut,
            "--warehouse=" + directory.resolve("warehouse"),
            "--model=" + TinyWarehouses.BUNDLE,
            "--set=nightly.verbs=[ingest, mine, cluster, evaluate, report]",
            "--set=report.file=" + directory.resolve("report.html"),
            "--set=cluster.clusters=4",
            "--set=cluster.contextIndependence.moreImagesThan=2",
            "--set=experiment.maxTop1Probability=0.088",
            "--set=experiment.maxDivergence=0.02",
            "--set=evaluate.budgets=[0.5]",
            "--set=evaluate.pruners=[codebook, uniform-grid]",
            "--set=evaluate.bootstrapSamples=100",
            // The three commits are shown as one stage.
            "--set=mine.imagesPerCommit=4",
            "--set=mine.imagesPerTask=1");

    assertThat(stages)
        .containsKeys(
            "Reading, 10 images",
            "Reading, 6 images",
            "Mining, 10 images",
            "Asking, " + questions + " questions",
            "Inspecting, 10 images",
            "Analysing, 10 images");
    assertThat(stages)
        .allSatisfy(
            (name, counts) -> {
              assertThat(counts).isSorted();
              assertThat(counts).last().isEqualTo(total(name));
            });
    assertThat(stages.get("Mining, 10 images")).hasSizeGreaterThan(2);
  }

  private static long total(String stage) {
    return Long.parseLong(stage.replaceAll("\\D", ""));
  }

  /** The counts that were shown, by stage, each with its total. */
  private static Map<String, List<Long>> stages(String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, UTF_8);
    CommandLineRunner runner =
        new CommandLineRunner(
            Verbs.all(),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            err,
            ConsoleProgress.lines(err, Duration.ofMillis(5)));
    assertThat(runner.run(args)).as(bytes.toString(UTF_8)).isEqualTo(ExitCode.DONE);

    Map<String, List<Long>> stages = new LinkedHashMap<>();
    for (String line : bytes.toString(UTF_8).lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String stage = matcher.group(1) + ", " + matcher.group(3) + " " + matcher.group(4);
        assertThat(Integer.parseInt(matcher.group(5))).as(line).isBetween(0, 100);
        stages
            .computeIfAbsent(stage, name -> new ArrayList<>())
            .add(Long.parseLong(matcher.group(2)));
      }
    }
    return stages;
  }
}
