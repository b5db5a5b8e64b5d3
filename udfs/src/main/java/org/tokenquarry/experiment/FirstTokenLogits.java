package org.tokenquarry.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.stream.LongStream;
import org.tokenquarry.model.DecoderInput;
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
   * @param input {@code [B, T, D]}, owned by the caller
   * @return {@code [B, V]}
   */
  float[][] of(DecoderInput input) {
    float[][] logits = lastPosition(input);
    for (int row = 0; row < logits.length; row++) {
      long first = Ranking.indexOfLargest(logits[row]);
      if (LongStream.of(articles).anyMatch(article -> article == first)) {
        logits[row] = afterArticle(input, row, first);
      }
    }
    return logits;
  }

  private float[] afterArticle(DecoderInput input, int row, long article) {
    try (NDManager scope = model.newScope()) {
      NDArray said = model.decoder().embed(scope, new long[] {article});
      return lastPosition(input.followed(scope, row, said))[0];
    }
  }

  private float[][] lastPosition(DecoderInput input) {
    try (NDManager scope = model.newScope()) {
      DecoderOutput output = model.decoder().forward(scope, input, model.decoder().empty(scope));
      float[] logits = model.readBack(output.logits()::toFloatArray);
      return Rows.of(logits, (int) input.embeddings().getShape().get(0));
    }
  }
}
