package org.tokenquarry.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.FirstTokenRule;

class ConfigurationLoaderTest {

  private final ConfigurationLoader loader = new ConfigurationLoader();

  @TempDir Path directory;

  @Test
  void layersLieOverOneAnother() throws IOException {
    Path file =
        conf(
            """
            preset = llava-next-8b
            experiment { maxDivergence = 3e-3, maxTop1Probability = 0.2 }
            """);

    ExperimentSettings experiment =
        loader
            .load(
                new Layers(
                    Optional.of(file),
                    List.of("experiment.maxDivergence=1e-3", "experiment.maxDivergence=4e-3"),
                    Map.of("experiment.window", "5")))
            .settings()
            .experiment();

    assertThat(experiment.firstToken()).as("preset").isEqualTo(FirstTokenRule.SKIP_ARTICLE);
    assertThat(experiment.maxTop1Probability()).as("file over preset").isEqualTo(0.2);
    assertThat(experiment.maxDivergence()).as("last assignment over file").isEqualTo(4e-3);
    assertThat(experiment.window()).as("a verb's option").isEqualTo(5);
    assertThat(experiment.singleHead()).as("reference").isEqualTo(50);
  }

  @Test
  void floorsAreReadWithAndWithoutPercent() {
    List<String> floors = List.of("publish.minRelativeAccuracy=[\"20%: 0.95\", \"0.05:80 %\"]");

    assertThat(
            loader
                .load(new Layers(Optional.empty(), floors, Map.of()))
                .settings()
                .publish()
                .minRelativeAccuracy())
        .containsExactly(new AccuracyFloor(0.2, 0.95), new AccuracyFloor(0.05, 0.8));
    for (String wrong : List.of("0.95", "0: 1", "110%: 1", "a: b")) {
      List<String> floor = List.of("publish.minRelativeAccuracy=[\"%s\"]".formatted(wrong));
      assertThat(problems(new Layers(Optional.empty(), floor, Map.of())))
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.remedy())
                      .startsWith("It must be a list of \"BUDGET: ACCURACY\", such as"));
    }
  }

  @Test
  void theGateJudgesPrunersThatProbeTheCodebook() {
    assertThat(
            loader
                .load(Layers.assigning("publish.pruners=[codebook-diverse, codebook-diverse]"))
                .settings()
                .publish()
                .pruners())
        .containsExactly("codebook-diverse");
    for (String wrong : List.of("[random]", "[codebook, codebok]", "[]")) {
      assertThat(problems(Layers.assigning("publish.pruners=" + wrong)))
          .extracting(Problem::remedy)
          .containsExactly(
              "It must be a list of pruners that probe a codebook, such as [codebook,"
                  + " codebook-diverse].");
    }
    assertThat(problems(Layers.assigning("publish.pruner=codebook")))
        .as("the former name of the setting")
        .extracting(Problem::remedy)
        .containsExactly("Did you mean publish.pruners?");
  }

  @Test
  void filesMayDefineAPresetOfTheirOwn() throws IOException {
    Path file = conf("preset = mine\npresets.mine.experiment.window = 5\n");

    Settings settings = loader.load(new Layers(Optional.of(file), List.of(), Map.of())).settings();

    assertThat(settings.experiment().window()).isEqualTo(5);
    assertThat(settings.experiment().withinImage()).isNotNull();
  }

  @Test
  void assignmentsTakeTextWithoutQuotesAndListsAsHocon() {
    Settings settings =
        loader
            .load(
                Layers.assigning(
                    "warehouse.path=s3a://bucket/a b#c",
                    "cluster.contextIndependence.moreImagesThan=7.5%",
                    "evaluate.budgets=[0.5, 1]",
                    "experiment.probe=[\"1-3\", 7]",
                    "ingest.maxBytes=1kB"))
            .settings();

    assertThat(settings.warehouse().path()).isEqualTo("s3a://bucket/a b#c");
    assertThat(settings.cluster().contextIndependence().moreImagesThan().images(40)).isEqualTo(3);
    assertThat(settings.evaluate().keeps()).containsExactly(0.5, 1.0);
    assertThat(settings.experiment().probe().ranks()).containsExactly(1, 2, 3, 7);
    assertThat(settings.ingest().maxBytes()).isEqualTo(1000);
  }

  @Test
  void everyProblemIsToldAtOnceWithItsPlace() throws IOException {
    Path file =
        conf(
            """
            experiment {
              window = 4
              windw = 3
              divergence = kl
            }
            mine = fast
            """);

    List<Problem> problems =
        problems(
            new Layers(
                Optional.of(file),
                List.of("evaluate.budgets=[0.5, 0]", "mine.batchsize=3", "verbose"),
                Map.of("scenes.count", "many")));

    assertThat(problems)
        .extracting(Problem::cause)
        .containsExactlyInAnyOrder(
            "--set verbose is not of the form KEY=VALUE.",
            "There is no setting experiment.windw (" + file + " line 3).",
            "Setting mine is \"fast\" (" + file + " line 6).",
            "Setting scenes.count is \"many\" (the command line).",
            "Setting experiment.window is 4 (" + file + " line 2).",
            "Setting experiment.divergence is \"kl\" (" + file + " line 4).",
            "There is no setting mine.batchsize (--set).",
            "Setting evaluate.budgets is [0.5,0] (--set).");
  }

  @Test
  void unknownKeysComeWithASuggestion() {
    assertThat(
            problems(
                Layers.assigning(
                    "experiment.windw=3", "batchSize=2", "zzz=1", "mine.withinImag.maxSize=3")))
        .extracting(Problem::remedy)
        .containsExactly(
            "Did you mean mine.batchSize?",
            "Did you mean experiment.window?",
            "Did you mean experiment.withinImage.maxSize?",
            "`tokenquarry config` prints every key.");
  }

  @Test
  void presetsAreCheckedToo() throws IOException {
    Path file = conf("preset = llava-2\npresets.own.experiment.windw = 3\n");

    assertThat(problems(new Layers(Optional.of(file), List.of(), Map.of())))
        .containsExactly(
            new Problem(
                "preset-unknown",
                "There is no preset llava-2 (" + file + " line 1).",
                "Choose one of bundled, internvl3, llava-1.5-13b, llava-1.5-7b, llava-next-8b,"
                    + " llava-onevision-7b, own, qwen2.5-vl, qwen3-vl, smolvlm2."),
            new Problem(
                "setting-unknown",
                "There is no setting presets.own.experiment.windw (" + file + " line 2).",
                "Did you mean presets.own.experiment.window?"));
  }

  @Test
  void missingAndMalformedFilesAreTold() throws IOException {
    Path missing = directory.resolve("none.conf");
    assertThat(problems(new Layers(Optional.of(missing), List.of(), Map.of())))
        .extracting(Problem::cause)
        .containsExactly("The configuration file " + missing + " can't be read.");

    Path malformed = conf("experiment { window = \n");
    assertThat(problems(new Layers(Optional.of(malformed), List.of(), Map.of())))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.cause())
                    .startsWith("The configuration is not valid HOCON: " + malformed));
  }

  @Test
  void filesIncludeOthersRelativeToThemselves() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("shared"));
    Path inner = folder.resolve("inner.conf");
    Files.writeString(
        folder.resolve("outer.conf"), "include required(\"inner.conf\")\nmine.batchSize = 7\n");
    Path file = conf("include required(\"shared/outer.conf\")\nmine.imagesPerTask = 3\n");

    assertThat(problems(new Layers(Optional.of(file), List.of(), Map.of())))
        .containsExactly(
            new Problem(
                "conf-not-found",
                "The configuration file inner.conf, which " + file + " includes, can't be read.",
                "Check the name after include; it is relative to the file that it stands in."));

    Files.writeString(inner, "mine { batchSize = 1, imagesPerTask = 1, imagesPerCommit = 9 }\n");
    MineSettings mine =
        loader.load(new Layers(Optional.of(file), List.of(), Map.of())).settings().mine();
    assertThat(mine.imagesPerCommit()).isEqualTo(9);
    assertThat(mine.imagesPerTask()).as("the including file wins").isEqualTo(3);
    assertThat(mine.batching().sequences()).isEqualTo(7);
  }

  @Test
  void sparkKeysPassThroughUnread() throws IOException {
    Path file =
        conf(
            """
            spark {
              master = "local[1]"
              hadoop.fs.s3a.secret.key = hush
              "speculation" = true
              "speculation.quantile" = 0.9
            }
            """);

    Configuration configuration =
        loader.load(
            new Layers(
                Optional.of(file),
                List.of("spark.master=local[2]", "spark.sql.shuffle.partitions=3"),
                Map.of()));

    assertThat(configuration.spark())
        .containsExactly(
            Map.entry("spark.hadoop.fs.s3a.secret.key", "hush"),
            Map.entry("spark.master", "local[2]"),
            Map.entry("spark.speculation", "true"),
            Map.entry("spark.speculation.quantile", "0.9"),
            Map.entry("spark.sql.shuffle.partitions", "3"));
    assertThat(configuration.effective().root().render()).doesNotContain("hush");
  }

  /** A preset without thresholds leaves them to the first night. */
  @Test
  void aThresholdIsChosenByThePresetThatHasIt() throws IOException {
    assertThat(chosen("")).isEqualTo(new ChosenThresholds(false, false));
    assertThat(chosen("preset = bundled")).isEqualTo(new ChosenThresholds(true, true));
    assertThat(chosen("preset = qwen3-vl")).isEqualTo(new ChosenThresholds(false, false));
    assertThat(chosen("preset = qwen3-vl\nexperiment.maxDivergence = 1e-3"))
        .isEqualTo(new ChosenThresholds(false, true));
    assertThat(chosen("preset = own\npresets.own.experiment.maxTop1Probability = 0.1"))
        .isEqualTo(new ChosenThresholds(true, false));
  }

  private ChosenThresholds chosen(String text) throws IOException {
    Layers layers = new Layers(Optional.of(conf(text)), List.of(), Map.of());
    return loader.load(layers).settings().chosen();
  }

  @Test
  void theExampleForAClusterIsValid() {
    Path example = Path.of("..", "conf", "cluster.conf");

    Configuration configuration =
        loader.load(new Layers(Optional.of(example), List.of(), Map.of()));

    assertThat(configuration.settings().preset()).isEqualTo("llava-1.5-7b");
    assertThat(configuration.spark()).containsEntry("spark.executor.resource.gpu.amount", "1");
  }

  private List<Problem> problems(Layers layers) {
    return catchThrowableOfType(UserException.class, () -> loader.load(layers)).problems();
  }

  private Path conf(String text) throws IOException {
    return Files.writeString(directory.resolve("test.conf"), text);
  }
}
