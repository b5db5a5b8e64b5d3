package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.golden.Golden;
import org.tokenquarry.token.TokenGrid;

class WindowTest {

  @ParameterizedTest
  @CsvSource({"grid_4x5_all, 4, 5", "grid_24x24_samples, 24, 24"})
  void windowsAndSlotsAgreeWithTheGoldenPositions(String name, int rows, int cols) {
    TokenGrid grid = new TokenGrid(rows, cols);
    Golden.fields(Golden.at("/window_geometry/" + name))
        .forEach(
            position -> {
              int token = Integer.parseInt(position.getKey());
              int[] window = Window.around(grid, token, 3).tokens(grid);
              assertThat(window).isEqualTo(Golden.ints(position.getValue().get("window")));
              assertThat(Arrays.binarySearch(window, token))
                  .isEqualTo(position.getValue().get("slot_of_target_in_window").asInt());
            });
  }

  @Test
  void allWindowsOf24By24HaveTheGoldenDigest() {
    TokenGrid grid = new TokenGrid(24, 24);
    String text =
        IntStream.range(0, grid.size())
            .mapToObj(token -> Window.around(grid, token, 3).tokens(grid))
            .map(
                window ->
                    Arrays.stream(window)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining(";"));
    assertThat(Sha256.of(text))
        .isEqualTo(Golden.at("/window_geometry/grid_24x24_all_sha256_of_text/sha256").asText());
  }

  @Test
  void aGridSmallerThanTheWindowIsTakenWhole() {
    TokenGrid grid = new TokenGrid(2, 4);
    assertThat(Window.around(grid, 7, 3).tokens(grid)).containsExactly(1, 2, 3, 5, 6, 7);
    assertThat(Window.around(new TokenGrid(1, 1), 0, 3)).isEqualTo(new Window(0, 0, 1, 1));
  }
}
