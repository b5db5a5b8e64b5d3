package org.tokenquarry.jobs.compose;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.collections4.IteratorUtils;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.task.ExamineImages;

/**
 * A stand-in for the model: sleeps as long as a model of 7B would compute, and gives as many rows
 * as such a model, of which a few are redundant. The time of an image follows from its id and is
 * log-normal: most images take less than the mean, and one in a hundred takes nearly three times as
 * long.
 *
 * @param meanSeconds of an image
 * @param tokens probed in each image
 * @param redundant of these, redundant
 * @param hidden width of an embedding
 */
record StandIn(double meanSeconds, int tokens, int redundant, int hidden)
    implements MapPartitionsFunction<Row, Row>, Serializable {

  private static final long serialVersionUID = 1L;
  private static final double SIGMA = 0.5;

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    return IteratorUtils.transformedIterator(images, image -> examined(image.getAs("image_id")));
  }

  /** A stand-in that is faster or slower. */
  StandIn times(double factor) {
    return new StandIn(factor * meanSeconds, tokens, redundant, hidden);
  }

  /** How long an image takes. */
  double seconds(String imageId) {
    return seconds(random(imageId));
  }

  /** How long the next of some images takes. */
  double seconds(Random random) {
    // The mean of exp(sigma * normal) is exp(sigma^2 / 2).
    return meanSeconds * Math.exp(SIGMA * random.nextGaussian() - SIGMA * SIGMA / 2);
  }

  private static Random random(String imageId) {
    return new Random(Long.parseUnsignedLong(imageId.substring(0, 16), 16));
  }

  private Row examined(String imageId) {
    try {
      Thread.sleep(Math.round(1000 * seconds(imageId)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task was cancelled", e);
    }
    Random random = random(imageId);
    Row[] findings =
        IntStream.range(0, tokens).mapToObj(token -> finding(token, random)).toArray(Row[]::new);
    return row(ExamineImages.OUTPUT, "image_id", imageId, "findings", findings);
  }

  private Row finding(int token, Random random) {
    boolean kept = token < redundant;
    byte[] embedding = new byte[Float.BYTES * hidden];
    random.nextBytes(embedding);
    return row(
        ExamineImages.FINDING,
        "token_index",
        token,
        "row",
        token,
        "col",
        0,
        "cls_rank",
        token + 1,
        "top1_probability",
        random.nextDouble(),
        "top1_token",
        1,
        "stage",
        (kept ? Stage.GLOBAL : Stage.SINGLE_TOKEN).code(),
        "redundant",
        kept,
        "embedding",
        kept ? embedding : null);
  }

  /** A row by the names of its columns; the others are null. */
  private static Row row(StructType schema, Object... namesAndValues) {
    Object[] values = new Object[schema.size()];
    String[] names = Arrays.stream(schema.fields()).map(StructField::name).toArray(String[]::new);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values[Arrays.asList(names).indexOf(namesAndValues[i])] = namesAndValues[i + 1];
    }
    return new GenericRowWithSchema(values, schema);
  }
}
