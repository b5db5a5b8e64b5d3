package org.tokenquarry.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RankingTest {

  private static final double[] SCORES = {0.0, 2, -0.0, 2, -1};

  @Test
  void equalScoresGoToTheLowerIndex() {
    assertThat(Ranking.rising(5, i -> SCORES[i])).containsExactly(4, 0, 2, 1, 3);
    assertThat(Ranking.rising(5, i -> -SCORES[i])).containsExactly(1, 3, 0, 2, 4);
    assertThat(Ranking.indexOfSmallest(new double[] {3, 1, 1})).isEqualTo(1);
    assertThat(Ranking.indexOfLargest(new float[] {1, 3, 3, Float.NaN})).isEqualTo(1);
  }

  @Test
  void theBestComeInTheOrderOfTheirIndices() {
    assertThat(Ranking.largest(SCORES, 3)).containsExactly(0, 1, 3);
    assertThat(Ranking.smallest(SCORES, 2)).containsExactly(0, 4);
    assertThat(Ranking.largest(SCORES, 9)).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void rowsAreCutFromAFlatArray() {
    assertThat(Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 2))
        .isDeepEqualTo(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(Rows.of(new float[0], 0)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rows.of(new float[3], 2))
        .withMessage("3 numbers are not 2 rows");
  }
}
