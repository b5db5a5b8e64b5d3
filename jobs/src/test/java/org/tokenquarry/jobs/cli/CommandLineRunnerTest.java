package org.tokenquarry.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.catalogue.Verb;
import org.tokenquarry.jobs.catalogue.Verbs;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.GateRefusedException;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.job.UnfinishedException;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.table.ConcurrentRunException;
import picocli.CommandLine;

class CommandLineRunnerTest {

  private static final Problem PROBLEM = new Problem("some-code", "It is so.", "Do this.");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A summary as jobs have them. */
  record Counted(long images, Map<String, Long> reasons, List<String> names) implements Summary {
    @Override
    public String text() {
      return images + " images";
    }
  }

  private static Counted counted(long images) {
    return new Counted(images, Map.of("truncated", 2L), List.of("a"));
  }

  @Test
  void summaryIsTheOnlyThingOnStandardOutput() throws IOException {
    Job<?> chatty =
        context -> {
          System.out.println("a library's stray line");
          return counted(7);
        };

    assertThat(run(Map.of("mine", chatty), "mine", "--output", "json")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString(UTF_8))
        .isEqualTo("{\"images\":7,\"reasons\":{\"truncated\":2},\"names\":[\"a\"]}\n");
    assertThat(err.toString(UTF_8)).contains("a library's stray line");
    assertThat(System.out).isNotSameAs(System.err);
  }

  @Test
  void summaryIsShortTextByDefault() {
    assertThat(run(Map.of("mine", context -> counted(7)), "mine")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString(UTF_8)).isEqualTo("7 images\n");
  }

  @Test
  void optionsOfAVerbReachItsSettings() {
    assertThat(settingsOf("ingest", "a", "b", "--split", "heldout", "--warehouse", "w").ingest())
        .satisfies(
            ingest -> {
              assertThat(ingest.paths()).containsExactly("a", "b");
              assertThat(ingest.split()).isEqualTo("heldout");
            });
    assertThat(settingsOf("ingest", "@photos").ingest().paths()).containsExactly("@photos");
    assertThat(settingsOf("scenes", "--count", "3", "--seed", "-4", "--out", "d").scenes())
        .satisfies(
            scenes -> {
              assertThat(scenes.count()).isEqualTo(3);
              assertThat(scenes.seed()).isEqualTo(-4);
              assertThat(scenes.directory()).isEqualTo("d");
            });
    assertThat(settingsOf("nightly", "a", "--questions", "q").evaluate().questions()).contains("q");
    assertThat(settingsOf("show", "3").codebook()).isEqualTo(CodebookSelection.of(3));
    assertThat(settingsOf("show", "published").codebook()).isEqualTo(CodebookSelection.PUBLISHED);
    Settings export = settingsOf("export", "--out", "o", "--model", "m", "--warehouse", "w");
    assertThat(export.export().directory()).isEqualTo("o");
    assertThat(export.model().location()).isEqualTo("m");
    assertThat(export.warehouse().path()).isEqualTo("w");
  }

  @Test
  void optionsOfEveryVerbMayStandBeforeIt() throws IOException {
    AtomicReference<Settings> seen = new AtomicReference<>();
    Job<?> recording =
        context -> {
          seen.set(context.settings());
          return counted(1);
        };
    Map<String, Job<?>> jobs = Map.of("list", recording, "bench engine", recording);

    assertThat(
            run(
                jobs,
                "--warehouse",
                "w",
                "--set",
                "bench.images=2",
                "--output=json",
                "list",
                "--set",
                "bench.images=3"))
        .isEqualTo(ExitCode.DONE);
    assertThat(seen.get().warehouse().path()).isEqualTo("w");
    assertThat(seen.get().bench().images()).as("later assignments win").isEqualTo(3);
    assertThat(json().get("images").asInt()).isEqualTo(1);

    assertThat(run(jobs, "--warehouse", "a", "bench", "--model", "b", "engine"))
        .isEqualTo(ExitCode.DONE);
    assertThat(seen.get().warehouse().path()).isEqualTo("a");
    assertThat(seen.get().model().location()).isEqualTo("b");
  }

  @Test
  void misplacedAndRepeatedOptionsAreTold() {
    Map<String, Job<?>> jobs =
        Map.of("list", context -> counted(1), "report", context -> counted(1));

    assertThat(run(jobs, "--warehose", "w", "list")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(run(jobs, "--out=o", "report")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(run(jobs, "--model", "a", "list", "--model", "b")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(run(jobs, "list", "--conf", "a", "--conf", "b")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(run(jobs, "--conf=a", "list", "--conf=b")).isEqualTo(ExitCode.USER_MISTAKE);

    String conf =
        "error: The option --conf is given twice. Give one file. It can take in another one with a"
            + " line: include required(\"other.conf\")";
    assertThat(err.toString(UTF_8).lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("error: There is no option --warehose. Did you mean --warehouse?"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "error: The option --out stands before the verb that it belongs to. Write"
                            + " it behind the verb: report."),
            line ->
                assertThat(line)
                    .isEqualTo("error: The option --model is given twice. Give it once."),
            line -> assertThat(line).isEqualTo(conf),
            line -> assertThat(line).isEqualTo(conf));
  }

  @Test
  void optionsWithFewValuesNameThem() throws IOException {
    Map<String, Job<?>> jobs =
        Map.of("ingest", context -> counted(1), "plan", context -> counted(1));

    assertThat(run(jobs, "ingest", "photos", "--split", "test", "--output", "json"))
        .isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(error().get("code").asText()).isEqualTo("setting-invalid");
    assertThat(error().get("remedy").asText()).isEqualTo("It must be one of mine, heldout.");

    run(jobs, "ingest", "--help");
    assertThat(out.toString(UTF_8)).contains("--split=mine|heldout");
    run(jobs, "plan", "--help");
    assertThat(out.toString(UTF_8).replaceAll("\\s+", " "))
        .contains("bundle", "llava-1.5-7b", "llava-1.5-13b", "llava-next-8b", "llava-onevision-7b");
  }

  @Test
  void unknownVerbIsTheUsersMistakeWithASuggestion() throws IOException {
    assertThat(run(Map.of("mine", context -> counted(1)), "mien", "--output", "json"))
        .isEqualTo(ExitCode.USER_MISTAKE);

    assertThat(error().get("code").asText()).isEqualTo("verb-unknown");
    assertThat(error().get("message").asText()).isEqualTo("There is no verb mien.");
    assertThat(error().get("remedy").asText()).startsWith("Did you mean mine? ");
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "error: There is no verb mien. Did you mean mine? `tokenquarry --help` says what there"
                + " is.\n");
  }

  @Test
  void unknownOptionsAndSurplusArgumentsAreTold() {
    Map<String, Job<?>> jobs = Map.of("mine", context -> counted(1));

    assertThat(run(jobs, "mine", "--warehose=w")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(run(jobs, "mine", "extra")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(run(jobs, "mine", "--output", "xml")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(run(jobs)).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(err.toString(UTF_8).lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("error: There is no option --warehose. Did you mean --warehouse?"),
            line -> assertThat(line).startsWith("error: The argument extra is one too many."),
            line -> assertThat(line).contains("--output").contains("xml"),
            line -> assertThat(line).startsWith("error: No verb was given."));
  }

  @Test
  void everyProblemOfTheSettingsIsToldAndNothingRuns() throws IOException {
    List<String> ran = new ArrayList<>();
    Job<?> recording =
        context -> {
          ran.add("mine");
          return counted(1);
        };

    ExitCode code =
        run(
            Map.of("mine", recording),
            "mine",
            "--set=experiment.maxTop1Probability=1.5",
            "--set=experiment.windw=3",
            "--output=json");

    assertThat(code).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran).isEmpty();
    assertThat(error().get("code").asText()).isEqualTo("setting-unknown");
    assertThat(error().get("problems")).hasSize(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            """
            error: There is no setting experiment.windw (--set). Did you mean experiment.window?
            error: Setting experiment.maxTop1Probability is "1.5" (--set). It must be a number \
            above 0 and at most 1.
            """);
  }

  @Test
  void failuresHaveTheirExitCodes() throws IOException {
    assertThat(failing(new UserException(List.of(PROBLEM)))).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(failing(new RuntimeException("wrapped", new UserException(List.of(PROBLEM)))))
        .as("Spark wraps what tasks throw")
        .isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(failing(new GateRefusedException(List.of(PROBLEM)))).isEqualTo(ExitCode.REFUSED);
    assertThat(failing(new ConcurrentRunException(PROBLEM, new IOException("lost"))))
        .isEqualTo(ExitCode.LOST_RACE);
    assertThat(err.toString(UTF_8)).isEqualTo("error: It is so. Do this.\n".repeat(4));
  }

  @Test
  void whatWasDoneBeforeAFailureIsPrintedToo() throws IOException {
    GateRefusedException refusal = new GateRefusedException(List.of(PROBLEM));
    refusal.addSuppressed(new UserException("report", "No page was written.", "Look there."));
    UnfinishedException unfinished = new UnfinishedException(counted(7), refusal);

    assertThat(failing(unfinished)).isEqualTo(ExitCode.REFUSED);
    assertThat(json().get("images").asInt()).isEqualTo(7);
    assertThat(error().get("code").asText()).isEqualTo("some-code");
    assertThat(error().get("problems").findValuesAsText("code"))
        .containsExactly("some-code", "report");

    out.reset();
    Job<?> job =
        context -> {
          throw unfinished;
        };
    assertThat(run(Map.of("mine", job), "mine")).isEqualTo(ExitCode.REFUSED);
    assertThat(out.toString(UTF_8)).isEqualTo("7 images\n");
    assertThat(err.toString(UTF_8))
        .endsWith("error: It is so. Do this.\nerror: No page was written. Look there.\n");
  }

  @Test
  void whatNobodyExpectedIsOneLine() throws IOException {
    assertThat(failing(new IllegalStateException("first line\nsecond line")))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "error: Something failed that should not: IllegalStateException: first line."
                + " The log has the stack trace; --verbose prints it.\n");
    assertThat(error().get("code").asText()).isEqualTo("internal");
  }

  @Test
  void exitCodesAreFixed() {
    assertThat(ExitCode.values()).extracting(ExitCode::code).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void settingsCanBePrintedAndGivenBack() throws IOException {
    assertThat(run(Map.of(), "config", "--output", "json", "--set", "mine.batchSize=5"))
        .isEqualTo(ExitCode.DONE);
    assertThat(json().at("/mine/batchSize").asInt()).isEqualTo(5);
    assertThat(json().has("presets")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify-bundle",
        "plan",
        "scenes",
        "ingest",
        "calibrate",
        "mine",
        "cluster",
        "evaluate",
        "publish",
        "export",
        "report",
        "nightly",
        "list",
        "show",
        "config"
      })
  void everyVerbHasHelpWithAnExampleThatParses(String verb) {
    Map<String, Job<?>> jobs = Map.of(verb, context -> counted(1));

    assertThat(run(jobs, verb, "--help")).isEqualTo(ExitCode.DONE);

    String help = out.toString(UTF_8);
    assertThat(help).contains("--conf", "--set", "--warehouse", "--model", "--output", "Example:");
    String example = help.lines().reduce((first, last) -> last).orElseThrow().strip();
    assertThat(example).startsWith("tokenquarry " + verb);
    String[] words = example.substring("tokenquarry ".length()).split(" ");
    CommandLine line =
        new CommandLineRunner(verbs(jobs), System.out, System.err, Progress.silent()).commandLine();
    assertThat(line.parseArgs(words).subcommand().commandSpec().name()).isEqualTo(verb);
  }

  private Settings settingsOf(String... args) {
    AtomicReference<Settings> seen = new AtomicReference<>();
    Job<?> recording =
        context -> {
          seen.set(context.settings());
          return counted(1);
        };
    assertThat(run(Map.of(args[0], recording), args)).isEqualTo(ExitCode.DONE);
    return seen.get();
  }

  private ExitCode failing(Exception failure) throws IOException {
    Job<?> job =
        context -> {
          throw failure;
        };
    out.reset();
    ExitCode code = run(Map.of("mine", job), "mine", "--output", "json");
    assertThat(json().has("error")).isTrue();
    return code;
  }

  private ExitCode run(Map<String, Job<?>> jobs, String... args) {
    return new CommandLineRunner(
            verbs(jobs),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Progress.silent())
        .run(args);
  }

  /** The verbs that have such a job, and those that need none. */
  private static List<Verb> verbs(Map<String, Job<?>> jobs) {
    return Verbs.all().stream()
        .filter(verb -> verb.job().isEmpty() || jobs.containsKey(verb.name()))
        .map(
            verb ->
                new Verb(
                    verb.name(),
                    verb.description(),
                    verb.example(),
                    verb.arguments(),
                    verb.job().map(own -> jobs.get(verb.name()))))
        .toList();
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private JsonNode error() throws IOException {
    return json().get("error");
  }
}
