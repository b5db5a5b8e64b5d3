package org.tokenquarry.jobs.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @Test
  void aLogGetsPlainLines() {
    Progress progress = ConsoleProgress.lines(out, Duration.ofMillis(20));
    try (Progress.Phase phase = progress.phase("counting", Amount.tokens(4))) {
      phase.step(2);
      Awaitility.await()
          .until(() -> bytes.toString(UTF_8).contains("counting: 2 of 4 tokens (50 %)"));
    }
    assertThat(bytes.toString(UTF_8)).doesNotContain("\r", "\u001b");
  }

  @Test
  void aShortStageLeavesNoLine() {
    Progress progress = ConsoleProgress.lines(out, Duration.ofHours(1));
    try (Progress.Phase phase = progress.phase("counting", Amount.tokens(4))) {
      phase.step(4);
    }
    assertThat(bytes.toString(UTF_8)).isEmpty();
  }

  @Test
  void aTerminalGetsABar() {
    try (Progress.Phase phase = ConsoleProgress.bar(out).phase("counting", Amount.tokens(4))) {
      phase.step(4);
    }
    assertThat(bytes.toString(UTF_8)).contains("counting", "100%", "4/4 tokens");
  }
}
