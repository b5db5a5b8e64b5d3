package org.tokenquarry.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.DecoderInput;
import org.tokenquarry.model.HalvingBatches;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.numeric.Rows;

/**
 * Runs sequences of one length that continue from keys and values, in batches without padding. The
 * head is selected on the model's device, so that only its logits are copied from there. Sequences
 * to which the model answers an article that does not count are run again behind it, in batches
 * too.
 */
final class PrefixedRuns {

  /** No token. */
  private static final long NONE = -1;

  private final LoadedModel model;
  private final EmbeddingTable table;
  private final Batching batching;
  private final boolean skipsArticles;

  /**
   * Prepares runs on the images of a table.
   *
   * @param rule the table has the articles that it skips
   */
  PrefixedRuns(LoadedModel model, EmbeddingTable table, FirstTokenRule rule, Batching batching) {
    this.model = model;
    this.table = table;
    this.batching = batching;
    this.skipsArticles = Articles.skippedBy(rule, model.manifest()).length > 0;
  }

  /** Selects what is read of a batch. */
  @FunctionalInterface
  private interface Reader<T> {
    /**
     * Selects on the device.
     *
     * @param logits {@code [B, V]}
     * @param numbers of the batch's sequences among all sequences
     * @return copies it from the device, one element a sequence
     */
    Supplier<List<T>> select(NDArray logits, int[] numbers);
  }

  /** A result, and the first token of the answer, or -1 where it does not matter. */
  private record Opened<T>(T result, long opening) {}

  /**
   * The heads of some runs.
   *
   * @param sequences rows of the table, all of one length
   * @param size of a head; clamped to the vocabulary
   */
  List<HeadLogits> heads(int[][] sequences, Past past, int size) {
    return run(sequences, past, (logits, numbers) -> heads(logits, size));
  }

  /**
   * The logits of some runs, at the heads of other runs.
   *
   * @param ids for each sequence, equally many ids
   * @return for each sequence, the logits of its ids in their order
   */
  List<float[]> at(int[][] sequences, Past past, int[][] ids) {
    return run(
        sequences,
        past,
        (logits, numbers) -> {
          NDArray index = Indices.of(logits.getManager(), select(ids, numbers));
          NDArray wanted = logits.gather(index, 1);
          return () -> rows(wanted);
        });
  }

  private <T> List<T> run(int[][] sequences, Past past, Reader<T> reader) {
    int[] numbers = IntStream.range(0, sequences.length).toArray();
    List<Opened<T>> opened = batches(sequences, numbers, past, reader);
    List<T> results = new ArrayList<>(opened.stream().map(Opened::result).toList());
    int[] again =
        IntStream.of(numbers).filter(i -> table.isArticle(opened.get(i).opening())).toArray();
    int[][] longer =
        IntStream.of(again)
            .mapToObj(i -> table.withArticle(sequences[i], opened.get(i).opening()))
            .toArray(int[][]::new);
    List<Opened<T>> behind = batches(longer, again, past, reader);
    for (int i = 0; i < again.length; i++) {
      results.set(again[i], behind.get(i).result());
    }
    return results;
  }

  /**
   * Runs sequences of one length.
   *
   * @param numbers by which past and reader know them
   */
  private <T> List<Opened<T>> batches(
      int[][] sequences, int[] numbers, Past past, Reader<T> reader) {
    if (sequences.length == 0) {
      return List.of();
    }
    return HalvingBatches.ahead(
        sequences.length,
        batching.size(
            model.device(),
            sequences.length,
            batching.sequences(model.manifest(), sequences[0].length)),
        (first, last, size) -> {
          int[] members = members(first, last, size);
          NDManager scope = model.newScope();
          try {
            DecoderInput input = table.input(scope, select(sequences, members));
            NDArray logits =
                model.decoder().lastLogits(scope, input, past.of(scope, select(numbers, members)));
            return started(scope, logits, Arrays.copyOfRange(numbers, first, last), reader);
          } catch (RuntimeException e) {
            scope.close();
            throw e;
          }
        });
  }

  /** The places of a batch's sequences, filled with copies of the first. */
  private int[] members(int first, int last, int size) {
    int asked = last - first;
    int[] members = new int[batching.filled(model.device(), asked, size)];
    Arrays.setAll(members, i -> i < asked ? first + i : first);
    return members;
  }

  private <T> Reading<T> started(NDManager scope, NDArray filled, int[] numbers, Reader<T> reader) {
    NDArray logits =
        filled.getShape().get(0) == numbers.length
            ? filled
            : filled.get(scope, new NDIndex().addSliceDim(0, numbers.length));
    Supplier<List<T>> results = reader.select(logits, numbers);
    if (!skipsArticles) {
      return new Reading<>(
          scope, () -> results.get().stream().map(r -> new Opened<>(r, NONE)).toList());
    }
    NDArray openings = logits.argMax(1);
    return new Reading<>(
        scope,
        () -> {
          long[] ids = model.readBack(openings::toLongArray);
          List<T> read = results.get();
          return IntStream.range(0, ids.length)
              .mapToObj(i -> new Opened<>(read.get(i), ids[i]))
              .toList();
        });
  }

  private record Reading<T>(NDManager scope, Supplier<List<Opened<T>>> results)
      implements HalvingBatches.Started<Opened<T>> {

    @Override
    public List<Opened<T>> read() {
      return results.get();
    }

    @Override
    public void close() {
      scope.close();
    }
  }

  private Supplier<List<HeadLogits>> heads(NDArray logits, int asked) {
    int vocabulary = (int) logits.getShape().get(1);
    int size = Math.min(asked, vocabulary);
    // One more than needed shows whether there are equal logits, also at the end of the head.
    int read = Math.min(size + 1, vocabulary);
    NDList top = logits.topK(read, 1, true, true);
    return () -> {
      List<float[]> values = rows(top.get(0));
      long[] ids = model.readBack(() -> top.get(1).toType(DataType.INT64, false).toLongArray());
      List<HeadLogits> heads = new ArrayList<>();
      for (int row = 0; row < values.size(); row++) {
        int offset = row * read;
        heads.add(
            distinct(values.get(row))
                ? new HeadLogits(
                    Arrays.stream(ids, offset, offset + size).mapToInt(id -> (int) id).toArray(),
                    Arrays.copyOf(values.get(row), size))
                // Torch does not define the order of equal logits, so such a row is ranked here.
                : HeadLogits.of(logits.get(row).toFloatArray(), size));
      }
      return heads;
    };
  }

  private static boolean distinct(float[] descending) {
    for (int i = 1; i < descending.length; i++) {
      if (!(descending[i - 1] > descending[i])) {
        return false;
      }
    }
    return true;
  }

  private List<float[]> rows(NDArray array) {
    float[] flat = model.readBack(array::toFloatArray);
    return Arrays.asList(Rows.of(flat, (int) array.getShape().get(0)));
  }

  private static int[][] select(int[][] rows, int[] numbers) {
    return Arrays.stream(numbers).mapToObj(i -> rows[i]).toArray(int[][]::new);
  }

  private static int[] select(int[] values, int[] places) {
    return Arrays.stream(places).map(i -> values[i]).toArray();
  }
}
