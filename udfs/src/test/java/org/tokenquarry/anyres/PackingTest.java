package org.tokenquarry.anyres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;

class PackingTest {

  private static final TokenGrid GRID = new TokenGrid(4, 4);

  @ParameterizedTest
  @CsvSource({
    "NEXT,      70,  90,  70",
    "NEXT,      250, 230, 88",
    "ONEVISION, 70,  90,  70",
    "ONEVISION, 250, 230, 160",
  })
  void hasAsManyPlacesAsTheReference(TileRule.Kind kind, int height, int width, int places) {
    assertThat(packing(kind, height, width).tokens()).hasSize(places);
  }

  private static Packing packing(TileRule.Kind kind, int height, int width) {
    TileRule rule = kind == TileRule.Kind.NEXT ? TileRules.NEXT : TileRules.ONEVISION;
    return Packing.of(rule, TileLayout.of(rule, new PixelSize(height, width)), GRID);
  }

  @Test
  void theBaseViewComesFirstAndANewlineBehindEachRow() {
    List<PackedToken> tokens = packing(TileRule.Kind.NEXT, 112, 112).tokens();
    assertThat(tokens.subList(0, 16))
        .isEqualTo(IntStream.range(0, 16).mapToObj(PackedToken::of).toList());
    List<PackedToken> firstRow = tokens.subList(16, 25);
    assertThat(firstRow.get(0)).isEqualTo(PackedToken.of(16));
    assertThat(firstRow.get(4)).as("first token of the second tile").isEqualTo(PackedToken.of(32));
    assertThat(firstRow.get(8)).isEqualTo(PackedToken.NEWLINE);
    assertThat(tokens.get(25)).as("second row").isEqualTo(PackedToken.of(20));
    assertThat(tokens.get(16 + 4 * 9)).as("third tile").isEqualTo(PackedToken.of(48));
  }

  @Test
  void paddingIsLeftOutOnBothSides() {
    // 112 x 56 on a canvas of 112 x 56; one pixel more of height leaves half a token of padding.
    assertThat(packing(TileRule.Kind.NEXT, 112, 56).tokens()).hasSize(16 + 8 * 5);
    assertThat(packing(TileRule.Kind.NEXT, 200, 56).tokens())
        .as("10.7 columns of 12 rows would be 3.36 of 4 columns")
        .hasSize(16 + 12 * 5);
    assertThat(packing(TileRule.Kind.NEXT, 336, 56).tokens())
        .as("2 of 4 columns")
        .hasSize(16 + 12 * 3);
  }

  @Test
  void anOddPaddingIsLargerBelowAndToTheRight() {
    TileLayout layout = TileLayout.of(TileRules.NEXT, new PixelSize(112, 51));
    assertThat(layout.scaled()).isEqualTo(new PixelSize(112, 51));
    assertThat(layout.left()).isEqualTo(2);
    assertThat(layout.top()).isZero();
  }

  @Test
  void shrinkingMixesNeighboursAndKeepsConstants() {
    Packing packing = packing(TileRule.Kind.ONEVISION, 250, 230);
    assertThat(packing.views()).isEqualTo(17);
    assertThat(packing.tokens().subList(16, 160))
        .filteredOn(token -> !token.isNewline())
        .hasSize(12 * 11)
        .allSatisfy(
            token -> {
              float sum = 0;
              for (float weight : token.weights()) {
                sum += weight;
              }
              assertThat(sum).isCloseTo(1, within(1e-6f));
            });
    List<TokenMatrix> ones =
        IntStream.range(0, 17).mapToObj(view -> new TokenMatrix(filled(32, 7), 2)).toList();
    TokenMatrix packed = packing.apply(ones, new float[] {1, 2});
    assertThat(packed.count()).isEqualTo(160);
    assertThat(packed.row(159)).containsExactly(1, 2);
    assertThat(packed.at(100, 0)).isCloseTo(7, within(1e-5f));
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void anotherNumberOfViewsIsRefused() {
    Packing packing = packing(TileRule.Kind.NEXT, 112, 112);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> packing.apply(List.of(new TokenMatrix(filled(16, 0), 1)), new float[1]))
        .withMessage("1 views where the packing has 5");
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new TileRule(TileRule.Kind.NEXT, List.of(List.of(56, 100)), 56, null, true))
        .withMessage("anyres needs pinpoints that are multiples of the tile");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TileRule(null, List.of(List.of(56, 56)), 56, null, true))
        .withMessage("anyres needs a kind");
  }
}
