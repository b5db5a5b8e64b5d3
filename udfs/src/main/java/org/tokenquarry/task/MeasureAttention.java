package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.layerprune.VisualAttention;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.TaskDevice;

/**
 * Reads off in executors how much attention visual tokens get in each layer, with nothing dropped
 * and the experiments' prompt as the question: what FitPrune is calibrated on. A bundle whose
 * decoder does not run layer by layer gives nothing.
 */
public final class MeasureAttention implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /**
   * One layer of one image, {@code [N]} each; the input has {@code image_id} and {@code content}.
   */
  public static final StructType OUTPUT =
      new StructType()
          .add("image_id", DataTypes.StringType, false)
          .add("layer", DataTypes.IntegerType, false)
          .add("cross", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("self", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  private final AskPlan plan;

  /** Follows a plan. */
  public MeasureAttention(AskPlan plan) {
    this.plan = plan;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    LoadedModel model =
        ModelCache.shared().acquire(plan.model(), TaskDevice.current(plan.device()));
    if (!model.decoder().runsLayers()) {
      return Collections.emptyIterator();
    }
    IngestedImages ingested = new IngestedImages(model, plan.limits());
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(row -> layers(model, ingested, row).stream())
        .iterator();
  }

  private static List<Row> layers(LoadedModel model, IngestedImages ingested, Row row) {
    float[] pixels = ingested.pixels(row.getAs("content"));
    List<Row> rows = new ArrayList<>();
    try (LayerPass pass =
        new LayerPass(
            model,
            ingested.features(pixels).tokens().projected(),
            model.manifest().prompt().after())) {
      for (int layer = 0; layer < pass.layers(); layer++) {
        pass.runTo(layer + 1);
        VisualAttention attention = VisualAttention.of(pass);
        rows.add(
            RowFactory.create(
                row.getAs("image_id"), layer, boxed(attention.cross()), boxed(attention.self())));
      }
    }
    return rows;
  }

  private static Object[] boxed(double[] values) {
    return Arrays.stream(values).boxed().toArray();
  }
}
