package org.tokenquarry.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.tokenquarry.divergence.HeadVocabulary;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.HalvingBatches;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.numeric.Rows;

/**
 * Runs sequences of one length that continue from shared keys and values, in batches without
 * padding. The head is selected on the model's device, so that only its logits are copied from
 * there.
 */
final class PrefixedRuns {

  private final LoadedModel model;
  private final EmbeddingTable table;
  private final Set<Long> articles;
  private final Batching batching;

  PrefixedRuns(LoadedModel model, EmbeddingTable table, FirstTokenRule rule, Batching batching) {
    this.model = model;
    this.table = table;
    this.articles = Articles.skippedBy(rule, model.manifest());
    this.batching = batching;
  }

  /** Reads one batch. */
  @FunctionalInterface
  private interface Reader<T> {
    /**
     * Reads logits {@code [B, V]}.
     *
     * @param first index of the batch's first sequence among all sequences
     */
    List<T> read(NDArray logits, int first);
  }

  /**
   * The heads of some runs.
   *
   * @param sequences rows of the table, all of one length
   * @param past of batch 1
   * @param size of a head; clamped to the vocabulary
   */
  List<HeadLogits> heads(int[][] sequences, KvCache past, int size) {
    return run(sequences, past, (logits, first) -> heads(logits, size));
  }

  /**
   * The logits of some runs, at the heads of other runs.
   *
   * @param ids for each sequence, equally many ids ids
   * @return for each sequence, the logits of its ids in their order
   */
  List<float[]> at(int[][] sequences, KvCache past, int[][] ids) {
    return run(
        sequences,
        past,
        (logits, first) -> {
          int last = first + (int) logits.getShape().get(0);
          NDArray index = Indices.of(logits.getManager(), ids, first, last);
          return rows(logits.gather(index, 1).toFloatArray(), ids[first].length);
        });
  }

  private <T> List<T> run(int[][] sequences, KvCache past, Reader<T> reader) {
    if (sequences.length == 0) {
      return List.of();
    }
    int most = batching.sequences(model.manifest(), sequences[0].length);
    return HalvingBatches.run(
        sequences.length,
        most,
        (first, last) -> {
          try (NDManager scope = model.newScope()) {
            NDArray embeddings = table.gather(scope, sequences, first, last);
            return reader.read(logits(scope, embeddings, past), first);
          }
        });
  }

  private NDArray logits(NDManager scope, NDArray embeddings, KvCache past) {
    NDArray logits = model.decoder().lastLogits(scope, embeddings, past);
    if (articles.isEmpty()) {
      return logits;
    }
    long[] first = logits.argMax(1).toLongArray();
    NDList rows = new NDList();
    for (int row = 0; row < first.length; row++) {
      rows.add(
          articles.contains(first[row])
              ? afterArticle(scope, embeddings.get(scope, row), first[row], past)
              : logits.get(scope, row));
    }
    return NDArrays.stack(rows);
  }

  private NDArray afterArticle(NDManager scope, NDArray sequence, long article, KvCache past) {
    NDArray said = model.decoder().embed(scope, new long[] {article});
    NDArray longer = NDArrays.concat(new NDList(sequence, said), 0).expandDims(0);
    return model.decoder().lastLogits(scope, longer, past).get(scope, 0);
  }

  private static List<HeadLogits> heads(NDArray logits, int asked) {
    int vocabulary = (int) logits.getShape().get(1);
    int size = Math.min(asked, vocabulary);
    // One more than needed shows whether there are equal logits, also at the end of the head.
    int read = Math.min(size + 1, vocabulary);
    NDList top = logits.topK(read, 1, true, true);
    List<float[]> values = rows(top.get(0).toFloatArray(), read);
    long[] ids = top.get(1).toType(DataType.INT64, false).toLongArray();
    List<HeadLogits> heads = new ArrayList<>();
    for (int row = 0; row < values.size(); row++) {
      int offset = row * read;
      heads.add(
          distinct(values.get(row))
              ? new HeadLogits(
                  Arrays.stream(ids, offset, offset + size).mapToInt(id -> (int) id).toArray(),
                  Arrays.copyOf(values.get(row), size))
              : exact(logits.get(row).toFloatArray(), size));
    }
    return heads;
  }

  /** Torch does not define the order of equal logits, so such a row is ranked here. */
  private static HeadLogits exact(float[] logits, int size) {
    int[] ids = HeadVocabulary.largest(logits, size);
    float[] values = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      values[i] = logits[ids[i]];
    }
    return new HeadLogits(ids, values);
  }

  private static boolean distinct(float[] descending) {
    for (int i = 1; i < descending.length; i++) {
      if (!(descending[i - 1] > descending[i])) {
        return false;
      }
    }
    return true;
  }

  private static List<float[]> rows(float[] flat, int width) {
    return Arrays.asList(Rows.of(flat, flat.length / width));
  }
}
