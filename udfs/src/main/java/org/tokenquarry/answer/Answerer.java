package org.tokenquarry.answer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.TokenMatrix;

/**
 * Answers questions with the first token that the model would say. Positions are compacted: kept
 * tokens follow one another. The image's keys and values are computed once for all questions about
 * it.
 *
 * <p>Belongs to one thread; holds no native memory between calls.
 */
public final class Answerer {

  private final LoadedModel model;

  /** Uses {@code model}, which outlives the answerer. */
  public Answerer(LoadedModel model) {
    this.model = model;
  }

  /**
   * Answers several questions about one image.
   *
   * @param kept {@code [K, D] float32}: the visual tokens that are kept, in spatial order
   * @param questions token ids of each question, from behind the image to where the answer begins
   * @return the id of the first answer token of each question
   */
  public long[] answers(TokenMatrix kept, List<long[]> questions) {
    try (NDManager scope = model.newScope()) {
      KvCache image = prefill(scope, kept);
      long[] answers = new long[questions.size()];
      for (List<Integer> batch : byLength(questions).values()) {
        long[] ids = mostProbable(image, batch.stream().map(questions::get).toList());
        for (int i = 0; i < ids.length; i++) {
          answers[batch.get(i)] = ids[i];
        }
      }
      return answers;
    }
  }

  private KvCache prefill(NDManager scope, TokenMatrix kept) {
    NDArray visual = scope.create(kept.values(), new Shape(kept.count(), kept.dim()));
    return model.decoder().prefill(scope, visual.expandDims(0), model.prefix());
  }

  /** Questions of one length form a batch without padding. */
  private static Map<Integer, List<Integer>> byLength(List<long[]> questions) {
    Map<Integer, List<Integer>> batches = new TreeMap<>();
    for (int i = 0; i < questions.size(); i++) {
      batches.computeIfAbsent(questions.get(i).length, length -> new ArrayList<>()).add(i);
    }
    return batches;
  }

  private long[] mostProbable(KvCache image, List<long[]> batch) {
    try (NDManager scope = model.newScope()) {
      NDList sequences = new NDList();
      for (long[] ids : batch) {
        sequences.add(model.decoder().embed(scope, ids));
      }
      NDArray logits = model.decoder().lastLogits(scope, NDArrays.stack(sequences), image);
      return logits.argMax(1).toLongArray();
    }
  }
}
