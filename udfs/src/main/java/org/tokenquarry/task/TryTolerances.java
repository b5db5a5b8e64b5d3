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
import org.tokenquarry.layerprune.FitPruneTrial;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.VisualTokens;

/**
 * Finds how many visual tokens of an image FitPrune drops in each layer at some tolerances, with
 * the experiments' prompt as the question. There is no row where the decoder of the bundle does not
 * run layer by layer.
 *
 * @param model whose tokens are dropped
 * @param tolerances in [0, 1]
 */
public record TryTolerances(TaskModel model, List<Double> tolerances)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private record Tried(double tolerance, List<Integer> dropped) {}

  private static final RowSchema<Tried> COLUMNS =
      RowSchema.<Tried>empty()
          .required("tolerance", DataTypes.DoubleType, Tried::tolerance)
          .required(
              "dropped",
              DataTypes.createArrayType(DataTypes.IntegerType, false),
              tried -> tried.dropped().stream().mapToInt(Integer::intValue).toArray());

  /** One tolerance of one image, {@code [L]}; the input has {@code content}. */
  public static final StructType OUTPUT = COLUMNS.schema();

  /** Copies the list. */
  public TryTolerances {
    tolerances = List.copyOf(tolerances);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = model.open();
    if (!opened.loaded().decoder().runsLayers()) {
      return Collections.emptyIterator();
    }
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(row -> tried(opened, row).stream())
        .iterator();
  }

  private List<Row> tried(OpenedModel opened, Row row) {
    VisualTokens tokens = opened.features(opened.ingestedPixels(row.getAs("content"))).tokens();
    LoadedModel loaded = opened.loaded();
    List<FitPruneTrial.Sums> full;
    try (LayerPass pass = pass(loaded, tokens)) {
      full = FitPruneTrial.sums(pass);
    }
    List<Row> rows = new ArrayList<>();
    for (double tolerance : tolerances) {
      try (LayerPass pass = pass(loaded, tokens)) {
        rows.add(COLUMNS.row(new Tried(tolerance, FitPruneTrial.dropped(pass, full, tolerance))));
      }
    }
    return rows;
  }

  private static LayerPass pass(LoadedModel loaded, VisualTokens tokens) {
    return new LayerPass(loaded, tokens, loaded.manifest().prompt().after());
  }
}
