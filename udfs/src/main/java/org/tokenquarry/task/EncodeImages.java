package org.tokenquarry.task;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Adds visual tokens to the rows of a partition.
 *
 * @param model encodes the images
 * @param batchSize how many rows are encoded at once, at least 1
 * @param column index of the column with image files
 */
record EncodeImages(TaskModel model, int batchSize, int column)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new EncodedRows(rows, new BatchEncoder(model.open(), column), batchSize);
  }
}
