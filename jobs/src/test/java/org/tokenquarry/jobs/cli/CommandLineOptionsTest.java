package org.tokenquarry.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.cli.RecordedCommandLine.counted;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.Job;

/** How the options of a command line become settings. */
class CommandLineOptionsTest {

  private final RecordedCommandLine shell = new RecordedCommandLine();

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
            shell.run(
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
    assertThat(shell.json().get("images").asInt()).isEqualTo(1);

    assertThat(shell.run(jobs, "--warehouse", "a", "bench", "--model", "b", "engine"))
        .isEqualTo(ExitCode.DONE);
    assertThat(seen.get().warehouse().path()).isEqualTo("a");
    assertThat(seen.get().model().location()).isEqualTo("b");
  }

  @Test
  void optionsWithFewValuesNameThem() throws IOException {
    Map<String, Job<?>> jobs =
        Map.of("ingest", context -> counted(1), "plan", context -> counted(1));

    assertThat(shell.run(jobs, "ingest", "photos", "--split", "test", "--output", "json"))
        .isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(shell.error().get("code").asText()).isEqualTo("setting-invalid");
    assertThat(shell.error().get("remedy").asText()).isEqualTo("It must be one of mine, heldout.");

    shell.run(jobs, "ingest", "--help");
    assertThat(shell.out()).contains("--split=mine|heldout");
    shell.run(jobs, "plan", "--help");
    assertThat(shell.out().replaceAll("\\s+", " "))
        .contains("bundle", "llava-1.5-7b", "llava-1.5-13b", "llava-next-8b", "llava-onevision-7b");
  }

  private Settings settingsOf(String... args) {
    AtomicReference<Settings> seen = new AtomicReference<>();
    Job<?> recording =
        context -> {
          seen.set(context.settings());
          return counted(1);
        };
    assertThat(shell.run(Map.of(args[0], recording), args)).isEqualTo(ExitCode.DONE);
    return seen.get();
  }
}
