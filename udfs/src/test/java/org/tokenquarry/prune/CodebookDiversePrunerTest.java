package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.golden.Golden;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

class CodebookDiversePrunerTest {

  private static final float[] BACKGROUND = {1, 0, 0};
  private static final Codebook CODEBOOK = new Codebook(new TokenMatrix(BACKGROUND, 3));
  private static final CodebookDiversePruner PRUNER = new CodebookDiversePruner(CODEBOOK);

  @ParameterizedTest
  @ValueSource(strings = {"objects_on_background", "gaussian"})
  void theGoldenOrderIsKept(String name) {
    JsonNode golden = Golden.at("/codebook_diverse/" + name);
    int[] grid = Golden.ints(golden.get("grid"));
    Codebook codebook = new Codebook(Golden.matrix(golden.get("codebook")));
    TokenMatrix tokens = Golden.matrix(golden.get("tokens"));
    int[] order = Golden.ints(golden.get("order"));

    double[] redundancy = codebook.redundancy(tokens);
    BitSet informative = OtsuSplit.upper(redundancy);
    informative.flip(0, tokens.count());
    int[] ranked =
        new CodebookDiversePruner(codebook)
            .rank(image(tokens, new TokenGrid(grid[0], grid[1])), order.length);

    assertThat(redundancy)
        .usingComparatorWithPrecision(Golden.TOLERANCE)
        .containsExactly(Golden.doubles(golden.get("redundancy")));
    assertThat(informative.stream().toArray()).isEqualTo(Golden.ints(golden.get("informative")));
    assertThat(ranked).isEqualTo(order);
  }

  /** Two equal things in opposite corners, of two tokens each. */
  @Test
  void oneTokenOfEveryThingThenBackgroundThenTheRest() {
    float[][] tokens = new float[36][];
    Arrays.fill(tokens, BACKGROUND);
    for (int token : new int[] {0, 1, 34, 35}) {
      tokens[token] = new float[] {0, 1, 0};
    }

    int[] order = PRUNER.rank(image(matrix(tokens), new TokenGrid(6, 6)), 36);

    assertThat(Arrays.copyOf(order, 2)).containsExactly(0, 35);
    assertThat(Arrays.copyOfRange(order, 2, 34)).doesNotContain(1, 34);
    assertThat(Arrays.copyOfRange(order, 34, 36)).containsExactly(1, 34);
  }

  @Test
  void whereAllIsBackgroundItIsSpread() {
    assertThat(PRUNER.keep(row(BACKGROUND, BACKGROUND, BACKGROUND, BACKGROUND, BACKGROUND), 2))
        .containsExactly(0, 4);
  }

  @Property(tries = 100)
  void aLargerBudgetKeepsWhatASmallerOneKeeps(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 9) int side) {
    ImageFeatures image = Samples.image(random, side, side + 1);

    int[] all = PRUNER.rank(image, side * (side + 1));

    assertThat(all).containsExactlyInAnyOrder(IntStream.range(0, all.length).toArray());
    for (int budget = 1; budget <= all.length; budget++) {
      assertThat(PRUNER.rank(image, budget)).isEqualTo(Arrays.copyOf(all, budget));
    }
  }

  // Powers of two scale floats exactly.
  @Property(tries = 50)
  void onlyTheDirectionsOfTokensCount(@ForAll Random random) {
    ImageFeatures image = Samples.image(random, 4, 4);
    float[] scaled = image.tokens().projected().values().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= 1 << (i / 3 % 4);
    }
    assertThat(PRUNER.rank(image(new TokenMatrix(scaled, 3), image.tokens().grid()), 16))
        .isEqualTo(PRUNER.rank(image, 16));
  }

  @Test
  void tokensThatAreNoNumbersAreRefused() {
    ImageFeatures image = row(new float[] {Float.NaN, 0, 0});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PRUNER.keep(image, 1))
        .withMessage("a token holds NaN or infinite elements");
  }

  private static ImageFeatures row(float[]... tokens) {
    return image(matrix(tokens), new TokenGrid(1, tokens.length));
  }

  private static TokenMatrix matrix(float[]... tokens) {
    return TokenMatrix.of(Arrays.asList(tokens), 3);
  }

  private static ImageFeatures image(TokenMatrix tokens, TokenGrid grid) {
    float[] none = new float[grid.size()];
    return new ImageFeatures(new VisualTokens(grid, tokens, none), tokens, none);
  }
}
