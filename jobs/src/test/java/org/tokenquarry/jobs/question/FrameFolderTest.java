package org.tokenquarry.jobs.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameFolderTest {

  private static List<Integer> sampled(int frames, int most) {
    return FrameFolder.sampled(IntStream.range(0, frames).boxed().toList(), most);
  }

  /** numpy.linspace(0, n - 1, k, dtype=int). */
  @Test
  void framesAreSpreadAsNumpySpreadsThem() {
    assertThat(sampled(10, 4)).containsExactly(0, 3, 6, 9);
    assertThat(sampled(100, 8)).containsExactly(0, 14, 28, 42, 56, 70, 84, 99);
    assertThat(sampled(7, 3)).containsExactly(0, 3, 6);
    assertThat(sampled(9, 2)).containsExactly(0, 8);
    assertThat(sampled(9, 1)).containsExactly(0);
  }

  @Test
  void fewFramesAreAllTaken() {
    assertThat(sampled(3, 8)).containsExactly(0, 1, 2);
    assertThat(sampled(8, 8)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }
}
