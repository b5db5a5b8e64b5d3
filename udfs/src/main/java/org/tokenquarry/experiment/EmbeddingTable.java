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
 * All embeddings that the experiments on one image need, as rows of one matrix on the model's
 * device. An experiment is a list of row numbers, and a batch of experiments is one gather.
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
   * The visual rows followed by the prompt after the image: a sequence that continues from the keys
   * and values of the prompt before the image.
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

  /** The visual rows with the prompt before and after the image. */
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
