package org.tokenquarry.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/nightly.sh}, with a program in place of ours that ends as it is told to. */
class NightlyScriptTest {

  @TempDir Path directory;
  private Path nights;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void program() throws IOException {
    nights = Files.createDirectories(directory.resolve("nights"));
    // Each line of `plan` is the exit code of one try; the last one stays.
    Path program = directory.resolve("tokenquarry");
    Files.writeString(
        program,
        """
        #!/usr/bin/env bash
        cd "$(dirname "$0")"
        echo "$*" >> called
        code=$(head -n 1 plan); (($(wc -l < plan) == 1)) || sed -i 1d plan
        echo "the log of a try" >&2
        case $code in
          waits) trap 'echo "{\\"error\\":{\\"code\\":\\"stopped\\"}}"; exit 143' TERM; touch waiting
            for ((i = 0; i < 200; i++)); do sleep 0.1; done ;;
          9) kill -9 $$ ;;
          0) echo '{"mine":{}}' ;;
          *) echo "{\\"error\\":{\\"code\\":\\"code-$code\\"}}"; echo "error: It failed." >&2; exit "$code" ;;
        esac
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void exitCodesAreKeptAndWhatMayPassIsTriedAgain() throws Exception {
    assertThat(night("0")).isEqualTo(new Ended(0, "{\"mine\":{}}\n", ""));
    assertThat(called()).containsExactly("nightly a --warehouse w --output json");
    for (int code : List.of(1, 2)) {
      assertThat(night("" + code).code()).isEqualTo(code);
      assertThat(called()).as("an answer, or a mistake").hasSize(1);
    }
    assertThat(night("4", "3", "0").code()).isZero();
    assertThat(called()).hasSize(3);
    Ended last = night("4");
    assertThat(last.code()).isEqualTo(4);
    assertThat(last.err()).contains("error: It failed.", "The log is " + nights);
    assertThat(called()).hasSize(3);
  }

  @Test
  void eachNightHasOneSummaryAndOldOnesGo() throws Exception {
    Path old = Files.createFile(nights.resolve("night-20200101T000000Z-1.json"));
    Path others = Files.createFile(nights.resolve("notes.txt"));
    for (Path each : List.of(old, others)) {
      Files.setLastModifiedTime(each, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
    night("4", "0");
    assertThat(old).doesNotExist();
    assertThat(others).exists();
    assertThat(summaries()).hasSize(1);
    assertThat(nights.resolve("latest.json")).hasContent("{\"mine\":{}}");

    Ended killed = night("9");
    assertThat(killed.code()).isEqualTo(137);
    assertThat(new ObjectMapper().readTree(killed.out()).at("/error/code").asText())
        .isEqualTo("killed");
    assertThat(summaries()).hasSize(2);
  }

  @Test
  void aSignalReachesTheVerbAndEndsTheNight() throws Exception {
    Process night = start("waits");
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(directory.resolve("waiting")));
    night.destroy();
    assertThat(night.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(night.exitValue()).isEqualTo(143);
    assertThat(nights.resolve("latest.json")).content().contains("stopped");
    assertThat(called()).hasSize(1);
  }

  private Ended night(String... plan) throws Exception {
    Files.deleteIfExists(directory.resolve("called"));
    Process process = start(plan);
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, err);
  }

  private Process start(String... plan) throws IOException {
    Files.writeString(directory.resolve("plan"), String.join("\n", plan) + "\n");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "../scripts/nightly.sh", "a", "--warehouse", "w");
    builder.environment().put("TOKENQUARRY", directory.resolve("tokenquarry").toString());
    builder.environment().put("TOKENQUARRY_NIGHTS", nights.toString());
    builder.environment().put("TOKENQUARRY_WAIT", "0");
    return builder.start();
  }

  private List<String> called() throws IOException {
    return Files.readAllLines(directory.resolve("called"));
  }

  private List<Path> summaries() throws IOException {
    try (Stream<Path> all = Files.list(nights)) {
      return all.filter(each -> each.getFileName().toString().matches("night-.*[0-9]\\.json"))
          .toList();
    }
  }
}
