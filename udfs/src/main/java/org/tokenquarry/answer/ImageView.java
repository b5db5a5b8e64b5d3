package org.tokenquarry.answer;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;

/**
 * What a model can be shown of an image: parts that are pruned one by one, and newlines, which are
 * always shown. Of a base view alone the newline ends it; behind tiles it ends each row of their
 * grid, whatever is left of the row. Models without tiles have no newline.
 *
 * @param parts the base view, and perhaps the grid that the tiles are stitched to
 * @param newline {@code [D]}, where the model has one; do not modify
 */
public record ImageView(List<ImageFeatures> parts, Optional<float[]> newline) {

  /** Copies the list. */
  public ImageView {
    parts = List.copyOf(parts);
  }

  /** How many visual tokens there are, newlines not counted. */
  public int tokens() {
    return parts.stream().mapToInt(part -> part.tokens().grid().size()).sum();
  }

  /** How many newlines there are. */
  public int newlines() {
    return newline.isEmpty() ? 0 : parts.size() == 1 ? 1 : stitched().rows();
  }

  private TokenGrid stitched() {
    return parts.get(parts.size() - 1).tokens().grid();
  }

  /** The width of a token, R. */
  int dim() {
    return parts.get(0).tokens().rows().dim();
  }

  /**
   * Adds the image to a sequence.
   *
   * @param left what is left of each part
   */
  void addTo(TokenSequence sequence, List<Pruned> left) {
    for (int p = 0; p < parts.size(); p++) {
      TokenGrid grid = parts.get(p).tokens().grid();
      TokenMatrix tokens = left.get(p).tokens(parts.get(p).tokens());
      // Behind the last token of a row, where rows end; of a base view alone the last one ends.
      int row = parts.size() == 1 ? grid.size() : p == 0 ? Integer.MAX_VALUE : grid.cols();
      add(sequence, tokens, left.get(p).positions(), grid.size(), row);
    }
  }

  /**
   * Adds a part.
   *
   * @param count of all its tokens
   * @param row how many tokens come before a newline
   */
  private void add(TokenSequence sequence, TokenMatrix tokens, int[] kept, int count, int row) {
    int shown = 0;
    for (int i = 0; i < count; i++) {
      for (; shown < kept.length && kept[shown] == i; shown++) {
        sequence.show(tokens.row(shown));
      }
      sequence.next();
      if (newline.isPresent() && (i + 1) % row == 0) {
        sequence.show(newline.get());
        sequence.next();
      }
    }
  }
}
