package org.tokenquarry.answer;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.token.TokenMatrix;

/** The input of a language model that grows place by place; some places stay empty. */
final class TokenSequence {

  private final int dim;
  private final List<float[]> rows = new ArrayList<>();
  private final List<Integer> positions = new ArrayList<>();
  private int places;

  /**
   * An empty sequence.
   *
   * @param dim R, the width of what is shown at a place
   */
  TokenSequence(int dim) {
    this.dim = dim;
  }

  /**
   * Shows a token at the next place, or in front of it.
   *
   * @param token {@code [R]}
   */
  void show(float[] token) {
    rows.add(token);
    positions.add(places);
  }

  /** Goes on to the next place. */
  void next() {
    places++;
  }

  /**
   * Shows tokens at the next places, all of them.
   *
   * @param tokens {@code [T, R]}
   */
  void show(TokenMatrix tokens) {
    for (int i = 0; i < tokens.count(); i++) {
      show(tokens.row(i));
      next();
    }
  }

  /** What is shown. */
  ShownTokens shown() {
    return new ShownTokens(
        TokenMatrix.of(rows, dim),
        positions.stream().mapToInt(Integer::intValue).toArray(),
        places);
  }
}
