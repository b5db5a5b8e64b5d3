package org.tokenquarry.jobs.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenquarry.token.TokenGrid;

class TokenPictureTest {

  private static final TokenGrid GRID = new TokenGrid(2, 3);
  private static final Picture PICTURE =
      new Picture("id", "a.png", "image/png", new byte[] {1}, 30, 20);

  private final TokenPicture drawn = new TokenPicture(PICTURE, "picture-0", GRID);

  @Test
  void coversExactlyWhatIsDropped() {
    assertThat(drawn.selection(new TokenMap.Selection("p", List.of(0, 4, 5)), "x"))
        .contains("3 of 6 tokens kept.")
        .contains(
            "class=\"dropped\" d=\"M1 0h1v1h-1ZM2 0h1v1h-1ZM0 1h1v1h-1Z\""
                + " transform=\"scale(10 10)\"");
  }

  @Test
  void coloursOnlyWhatWasProbed() {
    TokenMap map =
        new TokenMap(
            "id",
            GRID,
            List.of(new TokenMap.Score(1, 0, false), new TokenMap.Score(3, 1, true)),
            List.of());
    assertThat(drawn.redundancy(map, "x"))
        .contains("2 of 6 tokens probed, 1 found redundant")
        .contains("class=\"heat h0\" d=\"M1 0h1v1h-1Z\"")
        .contains("class=\"heat h9\" d=\"M0 1h1v1h-1Z\"")
        .contains("class=\"dot\" d=\"M0.5 1.34l")
        .doesNotContain("heat h5");
    assertThat(TokenPictures.scoreRows(map))
        .containsExactly(List.of("–", "0.00", "–"), List.of("1.00•", "–", "–"));
  }

  @Test
  void aPatchIsAWindowOnThePicture() {
    assertThat(drawn.patch(5, "x"))
        .contains("viewBox=\"0 0 10 10\"")
        .contains("href=\"#picture-0\" x=\"-20\" y=\"-10\"");
  }

  @Test
  void refusesWhatItCannotDraw() {
    assertThatThrownBy(() -> new TokenMap.Score(0, Double.NaN, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("redundancy lies in [0, 1], not NaN");
    assertThatThrownBy(
            () ->
                new TokenMap(
                    "id", GRID, List.of(), List.of(new TokenMap.Selection("p", List.of(6)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token 6 is not in a grid of 6");
    assertThatThrownBy(() -> new Picture("id", "a.svg", "image/svg+xml", new byte[] {1}, 30, 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a picture is PNG or JPEG, not image/svg+xml");
  }
}
