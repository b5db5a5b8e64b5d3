package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.StageWatch;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.config.ConfigurationLoader;
import org.tokenquarry.jobs.config.Layers;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.Work;
import org.tokenquarry.token.VisualTokens;

/** {@code plan} through the command line, compared with the work that the engines really do. */
class PlanTest {

  private static final String TINY = "../udfs/src/test/resources/bundles/tiny";
  private static final List<String> EVERY_TOKEN_PASSES =
      List.of(
          "plan.keep.withinImage=1",
          "plan.keep.singleToken=1",
          "plan.keep.region=1",
          "plan.keep.global=1");

  @Test
  void aLargeModelIsPlannedWithoutItsWeights() {
    JsonNode plan =
        plan(
            "--shape",
            "llava-1.5-7b",
            "--gflops-per-second",
            "100000",
            "--patches",
            "1000000",
            "--set",
            "preset=llava-1.5-7b");
    assertThat(plan.get("images").asInt()).as("of 576 patches, rounded up").isEqualTo(1737);
    assertThat(plan.get("probed").asInt()).isEqualTo(1737 * 96);
    assertThat(plan.at("/memory/weights").asDouble() / 1e9)
        .as("6.7 billion of the language model and 0.3 of the tower in 16 bits")
        .isCloseTo(14.1, within(0.3));
    double seconds = plan.get("gflopPerImage").asDouble() / 100_000;
    assertThat(plan.get("secondsPerImage").asDouble()).isCloseTo(seconds, within(1e-9));
    assertThat(plan.get("hours").asDouble()).isCloseTo(1737 * seconds / 3600, within(1e-9));
    assertThat(plan.get("rate").asText()).isEqualTo("given");
  }

  @Test
  void aShapeImpliesItsPreset() {
    String[] rate = {"--gflops-per-second", "100000"};
    JsonNode implied = plan("--shape", "llava-1.5-7b", rate[0], rate[1]);
    assertThat(implied.get("preset").asText()).isEqualTo("llava-1.5-7b");
    assertThat(implied)
        .isEqualTo(
            plan("--shape", "llava-1.5-7b", rate[0], rate[1], "--set", "preset=llava-1.5-7b"));

    JsonNode larger = plan("--shape", "llava-1.5-13b", rate[0], rate[1]);
    assertThat(larger.get("preset").asText())
        .as("this model has no preset of its own")
        .isEqualTo("llava-1.5-7b");
    assertThat(larger.get("probed")).isEqualTo(implied.get("probed"));

    JsonNode named = plan("--shape", "llava-1.5-7b", rate[0], rate[1], "--set", "preset=bundled");
    assertThat(named.get("preset").asText()).isEqualTo("bundled");
    assertThat(named.get("probed").asInt()).isEqualTo(6 * implied.get("probed").asInt());
    JsonNode probing =
        plan("--shape", "llava-1.5-7b", rate[0], rate[1], "--set", "experiment.probe=[1]");
    assertThat(probing.get("probed").asInt()).as("settings win over the preset").isEqualTo(500);
  }

  @Test
  void slotsShareTheHours() {
    String[] arguments = {"--shape", "llava-next-8b", "--gflops-per-second", "1000"};
    double one = plan(arguments).get("hours").asDouble();
    String[] eight = Arrays.copyOf(arguments, 6);
    eight[4] = "--slots";
    eight[5] = "8";
    assertThat(plan(eight).get("hours").asDouble()).isCloseTo(one / 8, within(1e-9));
  }

  @Test
  void theCascadeDoesWhatIsPlannedWhereEveryTokenPasses() {
    reckonedAsDone(EngineKind.CASCADE, 1e-9);
  }

  @Test
  void theExhaustiveEngineDoesWhatIsPlanned() {
    reckonedAsDone(EngineKind.EXHAUSTIVE, 1e-9);
  }

  private static void reckonedAsDone(EngineKind engine, double tolerance) {
    List<String> settings = new ArrayList<>(EVERY_TOKEN_PASSES);
    settings.addAll(
        List.of(
            "experiment.withinImage.enabled=false",
            "experiment.firstToken=first",
            "experiment.maxTop1Probability=1",
            "experiment.maxDivergence=1e9",
            "mine.engine=" + engine.code()));
    Work done = done(engine, settings);
    List<String> arguments = new ArrayList<>(List.of("--model", TINY));
    arguments.addAll(List.of("--gflops-per-second", "1"));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    JsonNode plan = plan(arguments.toArray(String[]::new));
    double sequences = 0;
    double tokens = 0;
    for (JsonNode stage : plan.get("stages")) {
      sequences += stage.get("sequences").asDouble();
      tokens += stage.get("tokens").asDouble();
    }
    assertThat(sequences).isCloseTo((double) done.sequences(), within(1e-6));
    assertThat(tokens).isCloseTo((double) done.tokens(), within(1e-6));
    assertThat(plan.get("gflopPerImage").asDouble())
        .isCloseTo(done.flops() / 1e9, within(tolerance));
  }

  /** The work of an engine on one image, without the prompt, which all images share. */
  private static Work done(EngineKind engine, List<String> assignments) {
    ExperimentSettings settings =
        new ConfigurationLoader()
            .load(Layers.assigning(assignments.toArray(String[]::new)))
            .settings()
            .experiment();
    try (LoadedModel model = LoadedModel.open(ModelBundle.open(TINY), ModelDevice.CPU)) {
      model.prefix();
      Work before = model.work();
      float[][] pixels = {new float[model.manifest().pixelCount()]};
      VisualTokens tokens = model.vision().tokens(pixels).get(0);
      engine.start(model, settings, new Batching(8, 1 << 20), StageWatch.NONE).examine(tokens);
      return model.work().since(before);
    }
  }

  @Test
  void aRateIsMeasuredWithTheBundle() {
    JsonNode plan = plan("--model", "bundled", "--images", "10");
    assertThat(plan.get("rate").asText()).isEqualTo("measured");
    assertThat(plan.get("gflopsPerSecond").asDouble()).isPositive();
    assertThat(plan.at("/tables/images").asLong()).isEqualTo(10L * 160 * 1024);
  }

  @Test
  void whatCannotBePlannedIsTold() {
    Commands.Result unknown = run("plan", "--shape", "llava-9", "--gflops-per-second", "1");
    assertThat(unknown.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(unknown.error("code")).isEqualTo("shape-unknown");
    assertThat(unknown.error("remedy"))
        .isEqualTo(
            "Known are llava-1.5-13b, llava-1.5-7b, llava-next-8b, llava-onevision-7b; or name a"
                + " bundle.");
    Commands.Result unmeasured = run("plan", "--shape", "llava-1.5-7b");
    assertThat(unmeasured.error("code")).isEqualTo("rate-missing");
    assertThat(run("plan", "--gflops-per-second", "fast").error("remedy"))
        .contains("It must be a number above 0, or measured.");
  }

  private static JsonNode plan(String... arguments) {
    List<String> all = new ArrayList<>(List.of("plan"));
    all.addAll(Arrays.asList(arguments));
    Commands.Result result = run(all.toArray(String[]::new));
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    return result.json();
  }
}
