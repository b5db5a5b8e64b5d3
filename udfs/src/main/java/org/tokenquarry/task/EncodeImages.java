package org.tokenquarry.task;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.model.DevicePreference;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.TaskDevice;

/**
 * Adds visual tokens to the rows of a partition, with the model that the executor shares.
 *
 * @param column index of the column with image files
 */
record EncodeImages(
    String modelUrl, DevicePreference device, int batchSize, int column, ImageLimits limits)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    LoadedModel model = ModelCache.shared().acquire(modelUrl, TaskDevice.current(device));
    return new EncodedRows(rows, new BatchEncoder(model, limits, column), batchSize);
  }
}
