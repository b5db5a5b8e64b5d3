package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * A night on images and a model for which nobody has chosen thresholds. One such night is run for
 * all tests; a test that goes on with its warehouse does so in a copy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstNightTest {

  private static final String IMAGES = "../udfs/src/test/resources/org/tokenquarry/image/";
  private static final List<String> PHOTOGRAPHS =
      List.of(
          "hostile/made_gray.jpg",
          "hostile/pillow_hopper_orientation_6.jpg",
          "hostile/wuffs_peacock.progressive.jpeg",
          "preprocessing/image_a.png",
          "preprocessing/image_b.png",
          "preprocessing/image_c.png");

  @TempDir static Path directory;

  private Path scenes;
  private JsonNode night;

  @BeforeAll
  void mineOneNight() {
    scenes = directory.resolve("scenes/images");
    run("scenes", "--count", "10", "--seed", "1", "--out", directory.resolve("scenes").toString());
    night = done(nightly("warehouse"));
  }

  @Test
  void theFirstNightFindsTheThresholds() throws IOException {
    assertThat(night.at("/calibrate/images").asInt()).isEqualTo(4);
    assertThat(night.at("/thresholds/source").asText()).isEqualTo("calibration");
    assertThat(night.at("/thresholds/maxTop1Probability").asDouble())
        .isGreaterThan(night.at("/calibrate/maxTop1Probability").asDouble());
    assertThat(night.at("/mine/mined").asInt()).isEqualTo(10);
    assertThat(night.at("/cluster/prototypes").asInt()).isPositive();

    Path export = Path.of(night.at("/export/directory").asText());
    JsonNode card = new ObjectMapper().readTree(export.resolve("card.json").toFile());
    assertThat(card.get("thresholds").asText()).isEqualTo("calibrated by quantiles on 4 images");
    assertThat(card.at("/settings/experiment/maxDivergence"))
        .isEqualTo(night.at("/thresholds/maxDivergence"));
    assertThat(Path.of(night.get("report").asText()))
        .content()
        .contains("<dd>calibrated by quantiles on 4 images</dd>");
  }

  @Test
  void theyAreTheWarehousesFromThenOn() throws IOException {
    copyTheWarehouse("again");
    JsonNode again = done(nightly("again", "--set", "calibrate.quantiles.top1=0.9"));
    assertThat(again.has("calibrate")).isFalse();
    assertThat(again.get("thresholds")).isEqualTo(night.get("thresholds"));
    assertThat(again.at("/mine/mined").asInt()).isZero();
    assertThat(again.at("/cluster/created").asBoolean()).isFalse();
    JsonNode alone = done(run(arguments("again", "mine")));
    assertThat(alone.get("mined").asInt()).isZero();
  }

  @Test
  void whatTheUserChoosesWins() throws IOException {
    copyTheWarehouse("chosen");
    String[] mine = {"--set", "nightly.verbs=[ingest, mine]"};
    JsonNode preset = done(nightly("chosen", mine[0], mine[1], "--set", "preset=bundled"));
    assertThat(preset.at("/thresholds/source").asText()).isEqualTo("settings");
    assertThat(preset.at("/thresholds/maxTop1Probability").asDouble()).isEqualTo(0.38);
    assertThat(preset.at("/mine/mined").asInt()).isEqualTo(10);

    JsonNode one =
        done(nightly("chosen", mine[0], mine[1], "--set", "experiment.maxDivergence=0.5"));
    assertThat(one.at("/thresholds/maxDivergence").asDouble()).isEqualTo(0.5);
    assertThat(one.at("/thresholds/maxTop1Probability"))
        .as("not chosen, so it is that of the warehouse")
        .isEqualTo(night.at("/thresholds/maxTop1Probability"));
  }

  @Test
  void thresholdsBelongToTheScoresTheyWereFoundFor() throws IOException {
    copyTheWarehouse("window");
    JsonNode other =
        done(
            nightly(
                "window", "--set", "experiment.window=1", "--set", "nightly.verbs=[ingest, mine]"));
    assertThat(other.at("/calibrate/images").asInt()).isEqualTo(4);
    assertThat(other.at("/mine/mined").asInt()).isEqualTo(10);
  }

  @Test
  void partitionsChangeNoThreshold() {
    JsonNode other =
        done(
            nightly(
                "other",
                "--set",
                "spark.sql.shuffle.partitions=7",
                "--set",
                "spark.master=local[1]",
                "--set",
                "mine.imagesPerTask=1",
                "--set",
                "nightly.verbs=[ingest, mine, cluster]"));
    assertThat(other.get("thresholds")).isEqualTo(night.get("thresholds"));
    assertThat(other.at("/cluster/contentDigest")).isEqualTo(night.at("/cluster/contentDigest"));
  }

  @Test
  void aWarehouseThatWasMinedBeforeKeepsItsThresholds() {
    done(run(arguments("old", "ingest", scenes.toString())));
    done(run(arguments("old", "mine")));
    JsonNode later = done(run(arguments("old", "nightly", "--set", "nightly.verbs=[mine]")));
    assertThat(later.has("calibrate")).isFalse();
    assertThat(later.at("/thresholds/source").asText()).isEqualTo("preset");
    assertThat(later.at("/mine/mined").asInt()).isZero();
  }

  /** The first example of the README: photographs, the bundled model, no settings. */
  @Test
  void photographsAreMinedWithTheBundledModelAndItsLimitIsSaid() throws IOException {
    Path photographs = Files.createDirectories(directory.resolve("photographs"));
    for (String name : PHOTOGRAPHS) {
      Path photograph = Path.of(IMAGES, name);
      Files.copy(photograph, photographs.resolve(photograph.getFileName()));
    }
    List<String> arguments = new ArrayList<>(List.of("nightly", photographs.toString()));
    arguments.addAll(output("photographs-warehouse"));
    JsonNode made = done(run(arguments.toArray(String[]::new)));

    assertThat(made.at("/calibrate/images").asInt()).isEqualTo(6);
    assertThat(made.at("/calibrate/redundantShare").asDouble()).isPositive();
    assertThat(made.at("/cluster/prototypes").asInt()).isPositive();
    String caveat = made.at("/thresholds/caveat").asText();
    assertThat(caveat).contains("drawn scenes only").contains("knows nothing of photographs");
    assertThat(Path.of(made.get("report").asText())).content().contains(caveat);
  }

  @Test
  void whatIsProposedForAnEmptyCodebookLeavesWhatIsSaid() throws IOException {
    copyTheWarehouse("rare");
    String[] rare = {"--set", "cluster.contextIndependence.moreImagesThan=50"};
    Commands.Result empty = run(arguments("rare", "cluster", rare));
    assertThat(empty.error("code")).isEqualTo("empty-codebook");
    Matcher proposal =
        Pattern.compile("(\\S+=\\d+) would leave (\\d+) of them; .*")
            .matcher(empty.error("remedy"));
    assertThat(proposal.matches()).as(empty.error("remedy")).isTrue();
    JsonNode left = done(run(arguments("rare", "cluster", "--set", proposal.group(1))));
    assertThat(left.get("clusters").asText()).isEqualTo(proposal.group(2));

    String[] none = {"--set", "experiment.maxDivergence=1e-300"};
    done(run(arguments("rare", "mine", none)));
    empty = run(arguments("rare", "cluster", none));
    assertThat(empty.error("message"))
        .contains(
            "experiment.maxTop1Probability = 0.", "; experiment.maxDivergence = 1.0E-300 met");
    assertThat(empty.error("remedy")).startsWith("experiment.maxDivergence=");
  }

  /** Six of ten images would be too many: five tokens come from at most five images. */
  @Test
  void aShareOfASampleIsOfTheSamplesImages() throws IOException {
    copyTheWarehouse("sample");
    String[] few = {
      "--set",
      "cluster.maxCandidates=5",
      "--set",
      "cluster.clusters=1",
      "--set",
      "cluster.contextIndependence.moreImagesThan=60%"
    };
    JsonNode sampled = done(run(arguments("sample", "cluster", few)));
    assertThat(sampled.get("candidates").asInt()).isEqualTo(5);
    assertThat(sampled.get("redundantTokens").asInt()).isGreaterThan(5);
    assertThat(sampled.get("clusters").asInt()).isEqualTo(1);
  }

  private static void copyTheWarehouse(String name) throws IOException {
    ClusteredWarehouse.copy(directory.resolve("warehouse"), directory.resolve(name));
  }

  private Commands.Result nightly(String name, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments(name, "nightly", scenes.toString())));
    all.addAll(Arrays.asList(more));
    return run(all.toArray(String[]::new));
  }

  /** The arguments of a verb with the tiny bundle; no setting chooses thresholds. */
  private static String[] arguments(String name, String verb, String... more) {
    List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(output(name));
    all.addAll(List.of("--model", TinyWarehouses.BUNDLE));
    all.addAll(List.of("--set", "calibrate.images=4", "--set", "cluster.clusters=4"));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  private static List<String> output(String name) {
    return List.of(
        "--warehouse",
        directory.resolve(name).toString(),
        "--set",
        "nightly.verbs=[ingest, mine, cluster, export, report]",
        "--set",
        "report.file=" + directory.resolve(name + ".html"),
        "--set",
        "export.directory=" + directory.resolve(name + "-export"));
  }

  private static JsonNode done(Commands.Result result) {
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    return result.json();
  }
}
