package org.tokenquarry.task;

import java.util.Collections;
import java.util.Iterator;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.layerprune.WithdrawalSearch;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.VisualTokens;

/**
 * Finds what it changes to withdraw all visual tokens of an image after each layer, as VTW does,
 * with the experiments' prompt as the question. There is no row where the decoder of the bundle
 * does not run layer by layer.
 *
 * @param model whose tokens are withdrawn
 */
public record TryWithdrawals(TaskModel model) implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private static final RowSchema<double[]> COLUMNS =
      RowSchema.<double[]>empty()
          .required("changes", DataTypes.createArrayType(DataTypes.DoubleType, false), row -> row);

  /**
   * One row for each image, {@code [L - 1]}: see {@link WithdrawalSearch#changes}. The input has
   * {@code content}.
   */
  public static final StructType OUTPUT = COLUMNS.schema();

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = model.open();
    LoadedModel loaded = opened.loaded();
    if (!loaded.decoder().runsLayers()) {
      return Collections.emptyIterator();
    }
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> opened.features(opened.ingestedPixels(row.getAs("content"))))
        .map(image -> COLUMNS.row(changes(loaded, image.tokens())))
        .iterator();
  }

  private static double[] changes(LoadedModel loaded, VisualTokens tokens) {
    return WithdrawalSearch.changes(
        () -> new LayerPass(loaded, tokens, loaded.manifest().prompt().after()),
        loaded.manifest().layers());
  }
}
