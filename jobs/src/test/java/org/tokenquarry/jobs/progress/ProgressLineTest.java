package org.tokenquarry.jobs.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  @Test
  void tellsTheTimeLeft() {
    assertThat(ProgressLine.line("mining", 40, 200, Duration.ofSeconds(30)))
        .isEqualTo("mining: 40 of 200 (20 %), 30 s, about 2 min 00 s left");
  }

  @Test
  void guessesNothingBeforeTheFirstStepAndAfterTheLast() {
    assertThat(ProgressLine.line("mining", 0, 200, Duration.ofSeconds(5)))
        .isEqualTo("mining: 0 of 200 (0 %), 5 s");
    assertThat(ProgressLine.line("mining", 200, 200, Duration.ofSeconds(61)))
        .isEqualTo("mining: 200 of 200 (100 %), 1 min 01 s");
    assertThat(ProgressLine.line("mining", 3, -1, Duration.ofSeconds(5)))
        .isEqualTo("mining: 3, 5 s");
  }
}
