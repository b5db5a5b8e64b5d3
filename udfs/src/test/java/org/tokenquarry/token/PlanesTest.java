package org.tokenquarry.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.tokenquarry.prune.Pruned;

/** Tokens of a model with planes: their vectors are compared, and their whole rows are kept. */
class PlanesTest {

  private static final TokenGrid GRID = new TokenGrid(1, 3);
  private static final TokenMatrix ROWS =
      new TokenMatrix(new float[] {1, 2, 10, 20, 3, 4, 30, 40, 5, 6, 50, 60}, 4);
  private static final VisualTokens TOKENS =
      new VisualTokens(GRID, ROWS.columns(2), ROWS, new float[3]);

  @Test
  void vectorsAreTheFirstColumns() {
    assertThat(TOKENS.projected().values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(ROWS.columns(4)).isSameAs(ROWS);
    VisualTokens plain = new VisualTokens(GRID, ROWS, new float[3]);
    assertThat(plain.rows()).isSameAs(plain.projected());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new VisualTokens(GRID, ROWS.columns(2), ROWS.rows(new int[2]), new float[3]));
  }

  @Test
  void keptTokensBringTheirPlanesAndMergedOnesThoseOfTheirMiddle() {
    assertThat(new Pruned.Kept(new int[] {0, 2}).tokens(TOKENS).values())
        .containsExactly(1, 2, 10, 20, 5, 6, 50, 60);
    TokenMatrix merged = new TokenMatrix(new float[] {7, 8}, 2);
    assertThat(new Pruned.Merged(merged, new int[] {1}).tokens(TOKENS).values())
        .containsExactly(7, 8, 30, 40);
    assertThat(ROWS.row(1)).containsExactly(3, 4, 30, 40);
    VisualTokens plain = new VisualTokens(GRID, ROWS.columns(2), new float[3]);
    assertThat(new Pruned.Merged(merged, new int[] {1}).tokens(plain)).isSameAs(merged);
  }
}
