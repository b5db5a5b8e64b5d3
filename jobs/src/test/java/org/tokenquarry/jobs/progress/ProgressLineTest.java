package org.tokenquarry.jobs.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  @Test
  void tellsTheTimeLeft() {
    assertThat(line(40, Amount.images(200), Duration.ofSeconds(30)))
        .isEqualTo("mining: 40 of 200 images (20 %), 30 s, about 2 min 00 s left");
  }

  @Test
  void guessesNothingBeforeTheFirstStepAndAfterTheLast() {
    assertThat(line(0, Amount.images(200), Duration.ofSeconds(5)))
        .isEqualTo("mining: 0 of 200 images (0 %), 5 s");
    assertThat(line(200, Amount.images(200), Duration.ofSeconds(61)))
        .isEqualTo("mining: 200 of 200 images (100 %), 1 min 01 s");
  }

  @Test
  void whatIsNotCountedIsTimed() {
    assertThat(line(0, Amount.UNCOUNTED, Duration.ofSeconds(5))).isEqualTo("mining: 5 s");
    assertThat(line(0, Amount.images(0), Duration.ofSeconds(5))).isEqualTo("mining: 5 s");
  }

  private static String line(long done, Amount amount, Duration elapsed) {
    return new ProgressLine(amount).line("mining", done, elapsed);
  }
}
