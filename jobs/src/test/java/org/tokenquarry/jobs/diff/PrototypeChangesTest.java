package org.tokenquarry.jobs.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tokenquarry.token.TokenMatrix;

/** Prototypes of two versions are paired one to one. */
class PrototypeChangesTest {

  @Test
  void equalPrototypesAreKeptAndOthersHaveTheirNearest() {
    TokenMatrix from = matrix(row(1, 0), row(0, 2), row(1, 0), row(-3, 0));
    TokenMatrix to = matrix(row(0, 2), row(1, 1), row(1, 0));
    PrototypeChanges changes = PrototypeChanges.between(from, to);
    assertThat(changes.kept()).isEqualTo(2);
    assertThat(changes.gained()).extracting(PrototypeChanges.Own::id).containsExactly(1);
    assertThat(changes.gained().get(0).cosine()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(changes.lost()).extracting(PrototypeChanges.Own::id).containsExactly(2, 3);
    assertThat(changes.lost().get(0).cosine()).as("one of two equal ones").isEqualTo(1);
    assertThat(changes.lost().get(1).cosine()).isEqualTo(0);
  }

  @Test
  void whatOneDirectionGainsTheOtherLoses() {
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      TokenMatrix from = random(random);
      TokenMatrix to = random(random);
      PrototypeChanges there = PrototypeChanges.between(from, to);
      PrototypeChanges back = PrototypeChanges.between(to, from);
      assertThat(there.kept() + there.lost().size()).isEqualTo(from.count());
      assertThat(there.kept() + there.gained().size()).isEqualTo(to.count());
      assertThat(back.kept()).isEqualTo(there.kept());
      assertThat(there.gained()).extracting(PrototypeChanges.Own::id).isSorted();
      assertThat(PrototypeChanges.between(from, from).gained()).isEmpty();
    }
  }

  /** Few values, so that many rows are equal. */
  private static TokenMatrix random(Random random) {
    float[][] rows = new float[1 + random.nextInt(8)][];
    Arrays.setAll(rows, i -> row(1 + random.nextInt(2), random.nextInt(3)));
    return matrix(rows);
  }

  private static float[] row(float x, float y) {
    return new float[] {x, y};
  }

  private static TokenMatrix matrix(float[]... rows) {
    return TokenMatrix.of(List.of(rows), 2);
  }
}
