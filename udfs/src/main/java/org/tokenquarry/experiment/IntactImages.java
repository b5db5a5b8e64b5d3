package org.tokenquarry.experiment;

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
    for (int first = 0; first < images.length; first += size) {
      int[] asked = Arrays.copyOfRange(images, first, Math.min(images.length, first + size));
      int[][] rows = new int[batching.filled(model.device(), asked.length, size)][];
      Arrays.setAll(rows, i -> table.from(asked[i < asked.length ? i : 0], 0));
      KvCache filled = model.decoder().prefill(scope, table.gather(scope, rows), model.prefix());
      KvCache cache = filled.elements(scope, asked.length);
      keys.add(cache.keys());
      values.add(cache.values());
    }
    KvCache cache =
        keys.size() == 1
            ? new KvCache(keys.get(0), values.get(0))
            : new KvCache(NDArrays.concat(keys, 1), NDArrays.concat(values, 1));
    return new IntactImages(images, cache, model.prefix().length(), batching);
  }

  /**
   * What sequences continue from.
   *
   * @param of the image of each sequence
   * @param tokens how many of the image's tokens they continue from
   */
  Past past(int[] of, int tokens) {
    if (!rule.acrossImages()) {
      // No copies: one image is the past of every sequence.
      return (scope, sequences) -> cache.first(scope, prefix + tokens);
    }
    return (scope, sequences) ->
        cache.of(
            scope,
            Arrays.stream(sequences).map(i -> Arrays.binarySearch(images, of[i])).toArray(),
            prefix + tokens);
  }
}
