package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.layerprune.VisualAttention;
import org.tokenquarry.model.LoadedModel;

/**
 * Measures how much attention visual tokens get in each layer, with no token dropped and the
 * experiments' prompt as the question. FitPrune is calibrated on this. There is no row where the
 * decoder of the bundle does not run layer by layer.
 *
 * @param model whose attention is measured
 */
public record MeasureAttention(TaskModel model) implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private record Measured(String imageId, int layer, VisualAttention attention) {}

  private static final RowSchema<Measured> COLUMNS =
      RowSchema.<Measured>empty()
          .required("image_id", DataTypes.StringType, Measured::imageId)
          .required("layer", DataTypes.IntegerType, Measured::layer)
          .required(
              "cross",
              DataTypes.createArrayType(DataTypes.DoubleType, false),
              measured -> measured.attention().cross())
          .required(
              "self",
              DataTypes.createArrayType(DataTypes.DoubleType, false),
              measured -> measured.attention().self());

  /**
   * One layer of one image, {@code [N]} each; the input has {@code image_id} and {@code content}.
   */
  public static final StructType OUTPUT = COLUMNS.schema();

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = model.open();
    if (!opened.loaded().decoder().runsLayers()) {
      return Collections.emptyIterator();
    }
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(row -> layers(opened, row).stream())
        .iterator();
  }

  private static List<Row> layers(OpenedModel opened, Row row) {
    LoadedModel loaded = opened.loaded();
    float[] pixels = opened.ingestedPixels(row.getAs("content"));
    List<Row> rows = new ArrayList<>();
    try (LayerPass pass =
        new LayerPass(
            loaded,
            opened.features(pixels).tokens().projected(),
            loaded.manifest().prompt().after())) {
      for (int layer = 0; layer < pass.layers(); layer++) {
        pass.runTo(layer + 1);
        rows.add(COLUMNS.row(new Measured(row.getAs("image_id"), layer, VisualAttention.of(pass))));
      }
    }
    return rows;
  }
}
