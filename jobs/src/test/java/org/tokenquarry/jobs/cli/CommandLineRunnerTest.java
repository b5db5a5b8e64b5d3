package org.tokenquarry.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tokenquarry.jobs.cli.RecordedCommandLine.counted;
import static org.tokenquarry.jobs.cli.RecordedCommandLine.verbs;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.job.GateRefusedException;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.UnfinishedException;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.table.ConcurrentRunException;
import picocli.CommandLine;

/** What a command line prints and how it ends. */
class CommandLineRunnerTest {

  private static final Problem PROBLEM = new Problem("some-code", "It is so.", "Do this.");

  private final RecordedCommandLine shell = new RecordedCommandLine();

  @Test
  void summaryIsTheOnlyThingOnStandardOutput() throws IOException {
    Job<?> chatty =
        context -> {
          System.out.println("a library's stray line");
          return counted(7);
        };

    assertThat(shell.run(Map.of("mine", chatty), "mine", "--output", "json"))
        .isEqualTo(ExitCode.DONE);

    assertThat(shell.out())
        .isEqualTo("{\"images\":7,\"reasons\":{\"truncated\":2},\"names\":[\"a\"]}\n");
    assertThat(shell.err()).contains("a library's stray line");
    assertThat(System.out).isNotSameAs(System.err);
  }

  @Test
  void summaryIsShortTextByDefault() {
    assertThat(shell.run(Map.of("mine", context -> counted(7)), "mine")).isEqualTo(ExitCode.DONE);
    assertThat(shell.out()).isEqualTo("7 images\n");
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
    assertThat(shell.err()).isEqualTo("error: It is so. Do this.\n".repeat(4));
  }

  @Test
  void whatWasDoneBeforeAFailureIsPrintedToo() throws IOException {
    GateRefusedException refusal = new GateRefusedException(List.of(PROBLEM));
    refusal.addSuppressed(new UserException("report", "No page was written.", "Look there."));
    UnfinishedException unfinished = new UnfinishedException(counted(7), refusal);

    assertThat(failing(unfinished)).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.json().get("images").asInt()).isEqualTo(7);
    assertThat(shell.error().get("code").asText()).isEqualTo("some-code");
    assertThat(shell.error().get("problems").findValuesAsText("code"))
        .containsExactly("some-code", "report");

    shell.forgetOut();
    Job<?> job =
        context -> {
          throw unfinished;
        };
    assertThat(shell.run(Map.of("mine", job), "mine")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).isEqualTo("7 images\n");
    assertThat(shell.err())
        .endsWith("error: It is so. Do this.\nerror: No page was written. Look there.\n");
  }

  @Test
  void whatNobodyExpectedIsOneLine() throws IOException {
    assertThat(failing(new IllegalStateException("first line\nsecond line")))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(shell.err())
        .isEqualTo(
            "error: Something failed that should not: IllegalStateException: first line."
                + " The log has the stack trace; --verbose prints it.\n");
    assertThat(shell.error().get("code").asText()).isEqualTo("internal");
  }

  @Test
  void exitCodesAreFixed() {
    assertThat(ExitCode.values())
        .extracting(ExitCode::code)
        .containsExactly(0, 1, 2, 3, 4, 129, 130, 143);
  }

  @Test
  void settingsCanBePrintedAndGivenBack() throws IOException {
    assertThat(shell.run(Map.of(), "config", "--output", "json", "--set", "mine.batchSize=5"))
        .isEqualTo(ExitCode.DONE);
    assertThat(shell.json().at("/mine/batchSize").asInt()).isEqualTo(5);
    assertThat(shell.json().has("presets")).isFalse();
  }

  @Test
  void valuesOfSecretsAreNeverPrinted() {
    for (String key :
        List.of(
            "fs.s3a.access.key",
            "fs.s3a.secret.key",
            "fs.s3a.session.token",
            "fs.s3a.encryption.key",
            "fs.azure.account.key.a.dfs.core.windows.net",
            "fs.azure.account.oauth2.client.secret",
            "fs.azure.sas.container.a.blob.core.windows.net",
            "fs.gs.auth.service.account.private.key")) {
      assertThat(shell.run(Map.of(), "config", "--set", "spark.hadoop." + key + "=hush"))
          .isEqualTo(ExitCode.DONE);
    }
    assertThat(shell.out()).contains("redacted").doesNotContain("hush");
    assertThat(shell.run(Map.of(), "config", "--set", "spark.hadoop.fs.s3a.endpoint=said"))
        .isEqualTo(ExitCode.DONE);
    assertThat(shell.out()).contains("said");
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
        "import",
        "export",
        "verify-export",
        "report",
        "nightly",
        "doctor",
        "list",
        "show",
        "config"
      })
  void everyVerbHasHelpWithAnExampleThatParses(String verb) {
    Map<String, Job<?>> jobs = Map.of(verb, context -> counted(1));

    assertThat(shell.run(jobs, verb, "--help")).isEqualTo(ExitCode.DONE);

    String help = shell.out();
    assertThat(help).contains("--conf", "--set", "--warehouse", "--model", "--output", "Example:");
    String example = help.lines().reduce((first, last) -> last).orElseThrow().strip();
    assertThat(example).startsWith("tokenquarry " + verb);
    String[] words = example.substring("tokenquarry ".length()).split(" ");
    CommandLine line =
        new CommandLineRunner(verbs(jobs), System.out, System.err, Progress.silent()).commandLine();
    assertThat(line.parseArgs(words).subcommand().commandSpec().name()).isEqualTo(verb);
  }

  /** Plans of stopped sessions filled the heap of a process that ran one verb after another. */
  @Test
  void whatDeltaKeepsOfTablesEndsWithTheVerb(@TempDir Path directory) {
    List<WeakReference<DeltaLog>> seen = new ArrayList<>();
    Job<?> opens =
        context -> {
          seen.add(opened(context.spark(), directory.resolve("first")));
          return counted(1);
        };

    LocalSpark.stop();
    shell.run(Map.of("mine", opens), "mine", "--set", "spark.master=local[1]");

    assertThat(seen).hasSize(1);
    SparkSession next = LocalSpark.session();
    AtomicInteger tables = new AtomicInteger();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              // The cache itself frees what was removed when it is next written to.
              opened(next, directory.resolve("next" + tables.incrementAndGet()));
              System.gc();
              return seen.get(0).get() == null;
            });
  }

  private static WeakReference<DeltaLog> opened(SparkSession spark, Path table) {
    return new WeakReference<>(DeltaLog.forTable(spark, table.toString()));
  }

  private ExitCode failing(Exception failure) throws IOException {
    Job<?> job =
        context -> {
          throw failure;
        };
    shell.forgetOut();
    ExitCode code = shell.run(Map.of("mine", job), "mine", "--output", "json");
    assertThat(shell.json().has("error")).isTrue();
    return code;
  }
}
