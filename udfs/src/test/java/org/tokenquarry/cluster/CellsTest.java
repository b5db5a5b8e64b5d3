package org.tokenquarry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.token.TokenMatrix;

/** How points are put into cells, and named as before afterwards. */
class CellsTest {

  /** On a line; 3 and 4 are equal. */
  private static final TokenMatrix CENTRES = new TokenMatrix(new float[] {0, 10, 11, 30, 30}, 1);

  @Test
  void pointsLieCellByCellInTheirOrder() {
    Cells cells = Cells.around(new int[] {3, 0, 1, 3, 0, 1}, CENTRES, 5, 2);

    assertThat(cells.count()).isEqualTo(3);
    assertThat(cells.of()).containsExactly(2, 0, 1, 2, 0, 1);
    assertThat(cells.order()).containsExactly(1, 4, 2, 5, 0, 3);
  }

  @Test
  void partsAreJoinedToTheNearestWithRoom() {
    assertThat(Cells.around(new int[] {0, 0, 1, 2, 2, 3, 3}, CENTRES, 3, 1).of())
        .as("1 is the smallest, and nearest to 2")
        .containsExactly(0, 0, 1, 1, 1, 2, 2);
    assertThat(Cells.around(new int[] {0, 0, 1, 2, 2, 2, 2, 3, 3}, CENTRES, 3, 1).of())
        .as("2 has no room for 1: not more than 4.5 of 9 points; 0 has")
        .containsExactly(0, 0, 0, 1, 1, 1, 1, 2, 2);
    assertThat(Cells.around(new int[] {1, 2, 2, 2, 3, 3, 3}, CENTRES, 2, 1).of())
        .as("first the nearest, as long as there is room")
        .containsExactly(0, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void partsThatFitNowhereAreJoinedToTheSmallest() {
    assertThat(Cells.around(new int[] {0, 1, 1, 1, 1, 1, 3, 3, 3, 3}, CENTRES, 4, 2).of())
        .as("0 is too small, and 3.75 of 10 points are the most; 1 is nearer, 3 is smaller")
        .containsExactly(1, 0, 0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(Cells.around(new int[] {2, 3, 4}, CENTRES, 3, 3).of()).containsExactly(0, 0, 0);
    assertThat(Cells.around(new int[] {1}, CENTRES, 3, 3).count()).isEqualTo(1);
  }

  @Test
  void cellsAreCutIntoBlocksOfNearlyTheSameSize() {
    int[] nearest = IntStream.range(0, 17).map(point -> point < 10 ? 0 : 3).toArray();
    BlockLayout layout = Cells.around(nearest, CENTRES, 5, 1).layout(4);

    assertThat(layout.cells()).containsExactly(3, 2);
    assertThat(layout.sizes()).containsExactly(3, 3, 4, 3, 4);
    assertThat(layout.count()).isEqualTo(17);
    assertThat(layout.pairs()).isEqualTo(55 + 28);
  }

  @Test
  void aClusteringIsNamedByTheNumbersOfBefore() {
    Cells cells = Cells.around(new int[] {3, 0, 3, 0}, CENTRES, 5, 1);
    Clustering named =
        cells.named(
            new Clustering(
                new int[] {0, 0, 1, 1},
                new int[] {1, 2},
                new double[] {.1, .3, .0, .2},
                new double[] {1, 3, 0, 2}));

    assertThat(named.labels()).containsExactly(1, 0, 1, 0);
    assertThat(named.centres()).containsExactly(3, 0);
    assertThat(named.density()).containsExactly(.0, .1, .2, .3);
    assertThat(named.delta()).containsExactly(0, 1, 2, 3);
  }
}
