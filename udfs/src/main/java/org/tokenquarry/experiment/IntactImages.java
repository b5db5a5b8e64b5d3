package org.tokenquarry.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;

/**
 * Keys and values of some images of a group, each behind the prompt before the image.
 *
 * @param images their places in the group, ascending; element i of the cache's batch is image i
 * @param prefix positions of the prompt before the image
 * @param rule whether batches hold sequences of several images
 */
record IntactImages(int[] images, KvCache cache, int prefix, Batching rule) {

  /**
   * Runs the images.
   *
   * @param scope owns the keys and values
   * @param images at least one; only one where batches are of one image
   */
  static IntactImages of(
      LoadedModel model, NDManager scope, Batching batching, EmbeddingTable table, int[] images) {
    int tokens = table.from(0, 0).length;
    int size =
        batching.size(model.device(), images.length, batching.sequences(model.manifest(), tokens));
    NDList keys = new NDList();
    NDList values = new NDList();
    try (NDManager pieces = model.newScope()) {
      for (int first = 0; first < images.length; first += size) {
        int[] asked = Arrays.copyOfRange(images, first, Math.min(images.length, first + size));
        int[][] rows = new int[batching.filledImages(model.device(), asked.length, size)][];
        Arrays.setAll(rows, i -> table.from(asked[i < asked.length ? i : 0], 0));
        KvCache piece =
            model
                .decoder()
                .prefill(pieces, table.input(pieces, rows), model.prefix())
                .elements(pieces, asked.length);
        keys.add(piece.keys());
        values.add(piece.values());
      }
      return new IntactImages(
          images,
          new KvCache(joined(scope, keys), joined(scope, values)),
          model.prefix().length(),
          batching);
    }
  }

  private static NDArray joined(NDManager scope, NDList pieces) {
    NDArray joined = pieces.size() == 1 ? pieces.get(0) : NDArrays.concat(pieces, 1);
    joined.attach(scope);
    return joined;
  }

  /**
   * What sequences continue from.
   *
   * @param of the image of each sequence
   * @param places how many of the image's places they continue from
   */
  Past past(int[] of, int places) {
    if (!rule.acrossImages()) {
      // No copies: one image is the past of every sequence.
      return (scope, sequences) -> cache.first(scope, prefix + places);
    }
    return (scope, sequences) ->
        cache.of(
            scope,
            Arrays.stream(sequences).map(i -> Arrays.binarySearch(images, of[i])).toArray(),
            prefix + places);
  }
}
