package org.tokenquarry.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.stream.LongStream;
import org.tokenquarry.model.DecoderOutput;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.numeric.Rows;

/**
 * Reads the logits of the first answer token, one row a sequence, by the {@link FirstTokenRule}.
 * Where the model opens with an article and the rule skips it, the article is decoded and the
 * logits of the next step are read.
 */
final class FirstTokenLogits {

  private final LoadedModel model;
  private final long[] articles;

  FirstTokenLogits(LoadedModel model, FirstTokenRule rule) {
    this.model = model;
    this.articles = Articles.skippedBy(rule, model.manifest());
  }

  /**
   * Runs a batch.
   *
   * @param embeddings {@code [B, T, D]}, owned by the caller
   * @return {@code [B, V]}
   */
  float[][] of(NDArray embeddings) {
    float[][] logits = lastPosition(embeddings);
    for (int row = 0; row < logits.length; row++) {
      long first = Ranking.indexOfLargest(logits[row]);
      if (LongStream.of(articles).anyMatch(article -> article == first)) {
        logits[row] = afterArticle(embeddings, row, first);
      }
    }
    return logits;
  }

  private float[] afterArticle(NDArray embeddings, int row, long article) {
    try (NDManager scope = model.newScope()) {
      NDArray sequence = embeddings.get(scope, row).expandDims(0);
      NDArray said = model.decoder().embed(scope, new long[] {article}).expandDims(0);
      return lastPosition(NDArrays.concat(new NDList(sequence, said), 1))[0];
    }
  }

  private float[][] lastPosition(NDArray embeddings) {
    try (NDManager scope = model.newScope()) {
      DecoderOutput output =
          model.decoder().forward(scope, embeddings, model.decoder().empty(scope));
      float[] logits = model.readBack(output.logits()::toFloatArray);
      return Rows.of(logits, (int) embeddings.getShape().get(0));
    }
  }
}
