package org.tokenquarry.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.VisualTokens;

/**
 * Every embedding that the experiments on one image can use, as rows of one matrix on the model's
 * device. An experiment is then a list of row numbers, and a batch of experiments one gather.
 *
 * <p>Rows: the N visual tokens, the pad embedding, the prompt before the image, the prompt after
 * it.
 */
final class EmbeddingTable {

  private final NDArray rows;
  private final int pad;
  private final int[] before;
  private final int[] after;

  private EmbeddingTable(NDArray rows, int pad, int[] before, int[] after) {
    this.rows = rows;
    this.pad = pad;
    this.before = before;
    this.after = after;
  }

  /** Builds the table in {@code scope}, which owns it. */
  static EmbeddingTable of(LoadedModel model, NDManager scope, VisualTokens tokens) {
    BundleManifest manifest = model.manifest();
    long[] before = manifest.prompt().before();
    long[] after = manifest.prompt().after();
    int count = tokens.grid().size();
    NDArray visual =
        scope.create(tokens.projected().values(), new Shape(count, tokens.projected().dim()));
    long[] text = concat(new long[] {manifest.padId()}, before, after);
    NDArray rows = NDArrays.concat(new NDList(visual, model.decoder().embed(scope, text)), 0);
    int firstBefore = count + 1;
    int firstAfter = firstBefore + before.length;
    return new EmbeddingTable(
        rows,
        count,
        IntStream.range(firstBefore, firstAfter).toArray(),
        IntStream.range(firstAfter, firstAfter + after.length).toArray());
  }

  /**
   * The row numbers of these visual rows and the prompt behind them, to go on from the prompt
   * before.
   */
  int[] withPromptAfter(int[] visual) {
    int[] sequence = Arrays.copyOf(visual, visual.length + after.length);
    System.arraycopy(after, 0, sequence, visual.length, after.length);
    return sequence;
  }

  /** The visual rows with the pad embedding in place of some of them. */
  int[] padded(int[] visual, int... removed) {
    boolean[] gone = new boolean[pad];
    for (int row : removed) {
      gone[row] = true;
    }
    return Arrays.stream(visual).map(row -> gone[row] ? pad : row).toArray();
  }

  /** The row numbers of the whole prompt around these visual rows. */
  int[] wholePrompt(int[] visual) {
    return IntStream.concat(Arrays.stream(before), Arrays.stream(withPromptAfter(visual)))
        .toArray();
  }

  /**
   * Gathers sequences of one length.
   *
   * @param scope owns the result
   * @return {@code [B, T, D]}
   */
  NDArray gather(NDManager scope, int[][] sequences) {
    return gather(scope, sequences, 0, sequences.length);
  }

  /** The same of the sequences {@code first .. last - 1}. */
  NDArray gather(NDManager scope, int[][] sequences, int first, int last) {
    try (NDArray index = Indices.of(scope, sequences, first, last)) {
      // As a layer of embeddings it copies whole rows, and the result belongs to the index's scope.
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
