package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenGrid;

/**
 * Redundancy over one image.
 *
 * @param imageId id of a {@link Picture}
 * @param grid grid of its visual tokens
 * @param tokens the probed tokens, in any order; the others are shown without a colour
 * @param selections the tokens that pruners keep, in the order to be shown
 */
public record TokenMap(
    String imageId, TokenGrid grid, List<Score> tokens, List<Selection> selections) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a token is not in the grid
   */
  public TokenMap {
    tokens = List.copyOf(tokens);
    selections = List.copyOf(selections);
    int size = grid.size();
    IntStream.concat(
            tokens.stream().mapToInt(Score::token),
            selections.stream().flatMapToInt(s -> s.kept().stream().mapToInt(Integer::intValue)))
        .filter(token -> token < 0 || token >= size)
        .findFirst()
        .ifPresent(
            token -> {
              throw new IllegalArgumentException("token " + token + " is not in a grid of " + size);
            });
  }

  /**
   * One probed token.
   *
   * @param token index in the grid
   * @param value redundancy in [0, 1], 1 = most redundant
   * @param redundant whether the experiments found the token redundant
   */
  public record Score(int token, double value, boolean redundant) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the value is outside [0, 1] or NaN
     */
    public Score {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("redundancy lies in [0, 1], not " + value);
      }
    }
  }

  /**
   * The tokens that a pruner keeps.
   *
   * @param pruner its name
   * @param kept token indices, each once
   */
  public record Selection(String pruner, List<Integer> kept) {

    /** Copies the list. */
    public Selection {
      kept = List.copyOf(kept);
    }
  }
}
