package org.tokenquarry.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.cli.RecordedCommandLine.counted;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.job.Job;

/** Mistakes in a command line, each with its remedy. */
class CommandLineMistakesTest {

  private final RecordedCommandLine shell = new RecordedCommandLine();

  @Test
  void misplacedAndRepeatedOptionsAreTold() {
    Map<String, Job<?>> jobs =
        Map.of("list", context -> counted(1), "report", context -> counted(1));

    assertThat(shell.run(jobs, "--warehose", "w", "list")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(shell.run(jobs, "--out=o", "report")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(shell.run(jobs, "--model", "a", "list", "--model", "b"))
        .isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(shell.run(jobs, "list", "--conf", "a", "--conf", "b"))
        .isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(shell.run(jobs, "--conf=a", "list", "--conf=b")).isEqualTo(ExitCode.USER_MISTAKE);

    String conf =
        "error: The option --conf is given twice. Give one file. It can take in another one with a"
            + " line: include required(\"other.conf\")";
    assertThat(shell.err().lines())
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
  void unknownVerbIsTheUsersMistakeWithASuggestion() throws IOException {
    assertThat(shell.run(Map.of("mine", context -> counted(1)), "mien", "--output", "json"))
        .isEqualTo(ExitCode.USER_MISTAKE);

    assertThat(shell.error().get("code").asText()).isEqualTo("verb-unknown");
    assertThat(shell.error().get("message").asText()).isEqualTo("There is no verb mien.");
    assertThat(shell.error().get("remedy").asText()).startsWith("Did you mean mine? ");
    assertThat(shell.err())
        .isEqualTo(
            "error: There is no verb mien. Did you mean mine? `tokenquarry --help` says what there"
                + " is.\n");
  }

  @Test
  void unknownOptionsAndSurplusArgumentsAreTold() {
    Map<String, Job<?>> jobs = Map.of("mine", context -> counted(1));

    assertThat(shell.run(jobs, "mine", "--warehose=w")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(shell.run(jobs, "mine", "extra")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(shell.run(jobs, "mine", "--output", "xml")).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(shell.run(jobs)).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(shell.err().lines())
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
        shell.run(
            Map.of("mine", recording),
            "mine",
            "--set=experiment.maxTop1Probability=1.5",
            "--set=experiment.windw=3",
            "--output=json");

    assertThat(code).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(ran).isEmpty();
    assertThat(shell.error().get("code").asText()).isEqualTo("setting-unknown");
    assertThat(shell.error().get("problems")).hasSize(2);
    assertThat(shell.err())
        .isEqualTo(
            """
            error: There is no setting experiment.windw (--set). Did you mean experiment.window?
            error: Setting experiment.maxTop1Probability is "1.5" (--set). It must be a number \
            above 0 and at most 1.
            """);
  }
}
