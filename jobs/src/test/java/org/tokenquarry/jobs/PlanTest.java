package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  private static final double MOST_PER_CENT = 25;
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
    assertThat(larger.get("preset").asText()).isEqualTo("llava-1.5-13b");
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

  /** Shares are those of the warehouse, and rates are measured; the operations are compared. */
  @Test
  void whatIsPlannedOfAWarehouseIsWhatWasDoneThere(@TempDir Path directory) throws IOException {
    String scenes = directory.resolve("scenes").toString();
    String heldOut = directory.resolve("heldout").toString();
    List<String> options =
        List.of("--warehouse", directory + "/warehouse", "--set", "evaluate.budgets=[0.33, 0.1]");
    assertThat(run(with(options, "plan", "--shares", "warehouse")).error("code"))
        .isEqualTo("warehouse-missing");
    run("scenes", "--count", "12", "--seed", "5", "--out", scenes);
    run("scenes", "--count", "6", "--seed", "6", "--out", heldOut);
    Commands.Result night =
        run(
            with(
                options,
                "nightly",
                scenes + "/images",
                "--questions",
                heldOut,
                "--set",
                "preset=bundled",
                "--set",
                "nightly.verbs=[ingest, mine, cluster, evaluate]"));
    assertThat(night.code()).as("%s", night.json()).isEqualTo(ExitCode.DONE);
    JsonNode mined = night.json().get("mine");
    JsonNode clustered = night.json().get("cluster");
    JsonNode evaluated = night.json().get("evaluate");
    JsonNode plan =
        plan(
            with(
                options,
                "--shares",
                "warehouse",
                "--images",
                mined.get("mined").asText(),
                "--set",
                "plan.questions.count=" + evaluated.get("questions"),
                "--set",
                "plan.questions.images=" + evaluated.get("images"),
                "--set",
                "plan.questions.tokens=" + tokens(Path.of(heldOut, "questions.jsonl"))));

    assertThat(plan.get("rate").asText()).isEqualTo("measured");
    assertThat(plan.get("gflopsPerSecond").asDouble()).isPositive();
    assertThat(plan.at("/tables/images").asLong()).isEqualTo(12L * 160 * 1024);
    assertThat(plan.get("shares").asText()).isEqualTo("warehouse");
    assertThat(plan.at("/cluster/redundantTokens")).isEqualTo(clustered.get("redundantTokens"));
    double mining = mined.get("mined").asInt() * plan.get("gflopPerImage").asDouble();
    assertThat(mining)
        .isCloseTo(mined.get("modelGflop").asDouble(), withinPercentage(MOST_PER_CENT));
    assertThat(plan.at("/evaluate/gflop").asDouble())
        .isCloseTo(evaluated.get("modelGflop").asDouble(), withinPercentage(MOST_PER_CENT));
    System.out.printf(
        "planned and measured: mine %.1f and %.1f GFLOP, %.1f and %.1f s; evaluate %.1f and %.1f"
            + " GFLOP, %.1f and %.1f s%n",
        mining,
        mined.get("modelGflop").asDouble(),
        plan.get("hours").asDouble() * 3600,
        mined.get("modelSeconds").asDouble(),
        plan.at("/evaluate/gflop").asDouble(),
        evaluated.get("modelGflop").asDouble(),
        plan.at("/evaluate/hours").asDouble() * 3600,
        evaluated.get("modelSeconds").asDouble());

    assertThat(
            run(with(options, "plan", "--shares", "warehouse", "--set", "experiment.window=5"))
                .error("code"))
        .isEqualTo("nothing-mined");
  }

  /** Tokens of a question, a mean: its words, and the one that ends the template. */
  private static long tokens(Path questions) throws IOException {
    ObjectMapper json = new ObjectMapper();
    double sum = 0;
    List<String> lines = Files.readAllLines(questions);
    for (String line : lines) {
      sum += 1 + json.readTree(line).get("question").asText().split(" ").length;
    }
    return Math.round(sum / lines.size());
  }

  private static String[] with(List<String> options, String... arguments) {
    return Stream.concat(Arrays.stream(arguments), options.stream()).toArray(String[]::new);
  }

  @Test
  void clustersOfTokensAreCountedInBlocks() {
    String[] arguments = {"--shape", "llava-1.5-7b", "--gflops-per-second", "100000", "--images"};
    String[] rate = {"--set", "plan.matrixGflopsPerSecond=40000"};
    JsonNode few = plan(with(List.of(rate), with(List.of("500"), arguments))).get("cluster");
    double tokens = few.get("tokens").asDouble();
    assertThat(tokens).isEqualTo(500 * 96 * 0.5 * 0.3 * 0.5 * 0.8);
    assertThat(few.get("blockTokens").asLong()).as("of 32 MiB").isEqualTo(2048);
    assertThat(few.get("gflop").asDouble())
        .as("pairs once, and a tenth of them twice more; the rest is little")
        .isCloseTo(1.2 * tokens * tokens * 4096 / 1e9, withinPercentage(10));
    assertThat(few.get("hours").asDouble())
        .isCloseTo(few.get("gflop").asDouble() / 40_000 / 3600, withinPercentage(1e-6));

    List<String> large = List.of("--set", "cluster.maxCandidates=1000000", rate[0], rate[1]);
    JsonNode many = plan(with(large, with(List.of("1000000"), arguments))).get("cluster");
    assertThat(many.get("redundantTokens").asLong()).isEqualTo(5_760_000);
    assertThat(many.get("tokens").asLong()).isEqualTo(1_000_000);
    assertThat(many.get("tasks").asLong())
        .as("489 blocks with 244 others in 34 steps; 49 blocks of open tokens with all in 65")
        .isEqualTo(489 * 34 + 49 * 65);

    List<String> cells = List.of("--set", "cluster.method=partitioned");
    JsonNode partitioned =
        plan(with(cells, with(large, with(List.of("1000000"), arguments)))).get("cluster");
    assertThat(partitioned.get("cells").asInt()).as("one for 8,192 tokens").isEqualTo(123);
    assertThat(partitioned.get("gflop").asDouble()).isLessThan(many.get("gflop").asDouble() / 30);
    assertThat(partitioned.get("bytesRead").asDouble())
        .isLessThan(many.get("bytesRead").asDouble() / 30);
  }

  @Test
  void questionsAreAskedWithEachChoiceOfTokens() {
    String[] arguments = {"--shape", "llava-1.5-7b", "--gflops-per-second", "100000"};
    JsonNode evaluate = plan(arguments).get("evaluate");
    assertThat(evaluate.get("choices").asInt())
        .as("all tokens, and 7 pruners and 5 seeds of a random one at 5 budgets")
        .isEqualTo(1 + 5 * (7 + 5));
    assertThat(evaluate.get("rows").asInt()).isEqualTo(500 * 61);
    double first = evaluate.get("gflop").asDouble();
    String[] answers = {"--set", "plan.questions.answerTokens=10"};
    assertThat(plan(with(List.of(answers), arguments)).at("/evaluate/gflop").asDouble())
        .as("27 tokens of a question, and 10 of an answer")
        .isBetween(1.1 * first, 1.4 * first);
    String[] spaced = {"--set", "evaluate.positions=original"};
    assertThat(plan(with(List.of(spaced), arguments)).at("/evaluate/gflop").asDouble())
        .as("nothing is reused")
        .isGreaterThan(2 * first);
    String[] inside = {"--set", "evaluate.pruners=[codebook, fastv]"};
    assertThat(
            plan(with(List.of(inside), arguments)).at("/evaluate/stages").findValuesAsText("name"))
        .containsExactly("vision", "all-tokens", "kept-tokens", "questions", "layers");
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
    assertThat(run("plan", "--shape", "llava-1.5-7b", "--shares", "warehouse").error("code"))
        .isEqualTo("shares-of-bundle");
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
