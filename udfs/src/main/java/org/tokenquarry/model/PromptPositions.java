package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tokenquarry.token.TokenGrid;

/**
 * The positions of a prompt with images in a decoder that does not count them: M-RoPE of Qwen-VL. A
 * position is a time, a row and a column. The parts of text are equal and count. The tokens of the
 * image have the time, the row and the column at which the image begins, plus their own row and
 * column in the grid. The text behind goes on as if the image had as many tokens as the longer side
 * of its grid. Several images follow each other so, with text between them.
 *
 * <p>The positions depend on the whole image: where tokens are left out, the others and the text
 * keep theirs.
 *
 * @param before how many tokens of text come before the first image
 * @param grids of the tokens of each image, at least one
 * @param between how many tokens of text come between two images
 */
public record PromptPositions(int before, List<TokenGrid> grids, int between) {

  private static final int PARTS = 3;

  /** Copies the list. */
  public PromptPositions {
    grids = List.copyOf(grids);
  }

  /** The positions of a prompt with one image. */
  public PromptPositions(int before, TokenGrid grid) {
    this(before, List.of(grid), 0);
  }

  /** The positions of a bundle's prompt with a square image; empty where its decoder counts. */
  public static Optional<PromptPositions> of(BundleManifest manifest) {
    return of(manifest, List.of(manifest.grid()), 0);
  }

  /**
   * The positions of a bundle's prompt; empty where its decoder counts.
   *
   * @param grids of its images, at least one
   * @param between how many tokens of text come between two images
   */
  public static Optional<PromptPositions> of(
      BundleManifest manifest, List<TokenGrid> grids, int between) {
    return manifest.positions() == PositionRule.COUNT
        ? Optional.empty()
        : Optional.of(new PromptPositions(manifest.prompt().before().length, grids, between));
  }

  /** {@code [3]}: of a token of text before the image, from 0. */
  public long[] text(int index) {
    return new long[] {index, index, index};
  }

  /**
   * {@code [3]}: of a token of an image, or of what takes its place.
   *
   * @param place among all tokens of the images and of the text between them, from 0
   */
  public long[] visual(int place) {
    int start = before;
    int token = place;
    for (TokenGrid grid : grids) {
      if (token < grid.size()) {
        return new long[] {start, start + grid.row(token), start + grid.col(token)};
      }
      token -= grid.size();
      start += side(grid);
      if (token < between) {
        break;
      }
      token -= between;
      start += between;
    }
    return text(start + token);
  }

  /** {@code [3]}: of a token behind the images, from 0; also of what the model has answered. */
  public long[] after(int index) {
    int sides = grids.stream().mapToInt(PromptPositions::side).sum();
    return text(before + sides + (grids.size() - 1) * between + index);
  }

  /** How many positions an image takes. */
  private static int side(TokenGrid grid) {
    return Math.max(grid.rows(), grid.cols());
  }

  /**
   * The positions of some tokens of the image.
   *
   * @return {@code [T][3]}
   */
  public long[][] visual(int[] tokens) {
    long[][] positions = new long[tokens.length][];
    Arrays.setAll(positions, i -> visual(tokens[i]));
    return positions;
  }

  /**
   * The positions of some tokens behind the image.
   *
   * @param first the first of them, from 0
   * @return {@code [T][3]}
   */
  public long[][] after(int first, int count) {
    long[][] positions = new long[count][];
    Arrays.setAll(positions, i -> after(first + i));
    return positions;
  }

  /**
   * The positions of a whole prompt of which some tokens of the image are shown.
   *
   * @param count how many tokens of text come behind the image
   * @return {@code [T][3]}
   */
  public long[][] prompt(int[] tokens, int count) {
    int behind = before + tokens.length;
    long[][] positions = new long[behind + count][];
    Arrays.setAll(positions, i -> i < before ? text(i) : after(i - behind));
    System.arraycopy(visual(tokens), 0, positions, before, tokens.length);
    return positions;
  }

  /**
   * Sends positions of sequences to the decoder's device.
   *
   * @param scope owns the result
   * @param sequences {@code [B][T][3]}, at least one; B is 1 where all sequences have the same
   * @return {@code [B, 3, T] int64}
   */
  public static NDArray array(NDManager scope, long[][]... sequences) {
    int length = sequences[0].length;
    long[] flat = new long[Math.multiplyExact(sequences.length, PARTS * length)];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = sequences[i / length / PARTS][i % length][i / length % PARTS];
    }
    return scope.create(flat, new Shape(sequences.length, PARTS, length));
  }
}
