package org.tokenquarry.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.DecoderInput;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.PromptPositions;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * All embeddings that the experiments on a group of images need, as rows of one matrix on the
 * model's device. An experiment is a list of row numbers, and a batch of experiments is one gather.
 *
 * <p>Rows: the N visual tokens of each image, the pad embedding, the prompt before the image, the
 * prompt after it, the articles, and what is behind each row of the grid, if anything is. Where
 * positions are not a count, a row has a position of its own; then there is a row of the pad
 * embedding for each of the N tokens that it may stand for.
 */
final class EmbeddingTable {

  /** There is nothing behind a row of the grid. */
  private static final int NONE = -1;

  private final NDArray rows;
  private final int each;
  private final int cols;
  private final int rowEnd;
  private final int pad;
  private final int[] before;
  private final int[] after;
  private final long[] articles;
  private final Optional<PromptPositions> positions;

  private EmbeddingTable(
      NDArray rows,
      TokenGrid grid,
      int rowEnd,
      int pad,
      int[] before,
      int[] after,
      long[] articles,
      Optional<PromptPositions> positions) {
    this.rows = rows;
    this.each = grid.size();
    this.cols = grid.cols();
    this.rowEnd = rowEnd;
    this.pad = pad;
    this.before = before;
    this.after = after;
    this.articles = articles;
    this.positions = positions;
  }

  /**
   * Builds the table in {@code scope}, which owns it.
   *
   * @param images at least one, with one grid, and with the same behind its rows
   * @param articles ids of tokens that can be appended
   */
  static EmbeddingTable of(
      LoadedModel model, NDManager scope, List<VisualTokens> images, long[] articles) {
    BundleManifest manifest = model.manifest();
    long[] before = manifest.prompt().before();
    long[] after = manifest.prompt().after();
    TokenGrid grid = images.get(0).grid();
    float[] end = images.get(0).rowEnd();
    int each = grid.size();
    int pad = images.size() * each;
    Optional<PromptPositions> positions = PromptPositions.of(manifest, List.of(grid), 0);
    long[] pads = new long[positions.isPresent() ? each : 1];
    Arrays.fill(pads, manifest.padId());
    int firstBefore = pad + pads.length;
    int firstAfter = firstBefore + before.length;
    long[] text = concat(pads, before, after, articles);
    try (NDList parts = new NDList()) {
      for (VisualTokens image : images) {
        TokenMatrix tokens = image.rows();
        parts.add(scope.create(tokens.values(), new Shape(each, tokens.dim())));
      }
      parts.add(model.decoder().embed(scope, text));
      if (end != null) {
        parts.add(scope.create(end, new Shape(1, end.length)));
      }
      return new EmbeddingTable(
          NDArrays.concat(parts, 0),
          grid,
          end == null ? NONE : pad + text.length,
          pad,
          IntStream.range(firstBefore, firstAfter).toArray(),
          IntStream.range(firstAfter, firstAfter + after.length).toArray(),
          articles,
          positions);
    }
  }

  /** The rows of some tokens of an image. */
  int[] visual(int image, int... tokens) {
    return Arrays.stream(tokens).map(token -> image * each + token).toArray();
  }

  /** The rows of an image from token {@code first} on, with what is behind each row of the grid. */
  int[] from(int image, int first) {
    return IntStream.range(first, each)
        .flatMap(
            token ->
                rowEnd != NONE && (token + 1) % cols == 0
                    ? IntStream.of(image * each + token, rowEnd)
                    : IntStream.of(image * each + token))
        .toArray();
  }

  /** How many places the first tokens of an image take, with what is behind whole rows of them. */
  int places(int tokens) {
    return rowEnd == NONE ? tokens : tokens + tokens / cols;
  }

  /**
   * The visual rows followed by the prompt after the image: a sequence that continues from the keys
   * and values of the prompt before the image.
   */
  int[] withPromptAfter(int... visual) {
    int[] sequence = Arrays.copyOf(visual, visual.length + after.length);
    System.arraycopy(after, 0, sequence, visual.length, after.length);
    return sequence;
  }

  /** The visual rows with the pad embedding in place of some of them. */
  int[] padded(int[] visual, int... removed) {
    int[] gone = Arrays.stream(removed).sorted().toArray();
    return Arrays.stream(visual)
        .map(row -> Arrays.binarySearch(gone, row) >= 0 ? padFor(row) : row)
        .toArray();
  }

  private int padFor(int row) {
    return positions.isPresent() ? pad + row % each : pad;
  }

  /** The visual rows with the prompt before and after the image. */
  int[] wholePrompt(int[] visual) {
    return IntStream.concat(Arrays.stream(before), Arrays.stream(withPromptAfter(visual)))
        .toArray();
  }

  /** Whether the model can be told that it has said this token. */
  boolean isArticle(long id) {
    return Arrays.stream(articles).anyMatch(article -> article == id);
  }

  /** A sequence to which the model has answered an article. */
  int[] withArticle(int[] sequence, long id) {
    int place = 0;
    while (articles[place] != id) {
      place++;
    }
    int[] longer = Arrays.copyOf(sequence, sequence.length + 1);
    longer[sequence.length] = after[after.length - 1] + 1 + place;
    return longer;
  }

  /**
   * Gathers sequences of one length.
   *
   * @param scope owns the result
   */
  DecoderInput input(NDManager scope, int[][] sequences) {
    NDArray embeddings = gather(scope, sequences);
    return positions
        .map(places -> DecoderInput.at(scope, embeddings, positions(places, sequences)))
        .orElseGet(() -> DecoderInput.counted(embeddings));
  }

  /** {@code [B][T][3]}: the positions of the rows. */
  private long[][][] positions(PromptPositions places, int[][] sequences) {
    return Arrays.stream(sequences)
        .map(
            rows ->
                Arrays.stream(rows).mapToObj(row -> position(places, row)).toArray(long[][]::new))
        .toArray(long[][][]::new);
  }

  private long[] position(PromptPositions places, int row) {
    if (row < pad) {
      return places.visual(row % each);
    }
    if (row < pad + each) {
      return places.visual(row - pad);
    }
    if (row < after[0]) {
      return places.text(row - pad - each);
    }
    // The articles stand where the answer begins, whichever of them it is.
    return places.after(Math.min(row - after[0], after.length));
  }

  /** {@code [B, T, D]}. */
  private NDArray gather(NDManager scope, int[][] sequences) {
    try (NDArray index = Indices.of(scope, sequences)) {
      // The embedding operator copies whole rows, and its result belongs to the scope of the index.
      return index
          .getNDArrayInternal()
          .embedding(index, rows, SparseFormat.DENSE)
          .singletonOrThrow();
    }
  }

  private static long[] concat(long[]... parts) {
    return Arrays.stream(parts).flatMapToLong(Arrays::stream).toArray();
  }
}
