package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tokenquarry.image.ImageDecoder;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** From rows with image files to the same rows with visual tokens, one encoder call a batch. */
final class BatchEncoder {

  private final LoadedModel model;
  private final ImageDecoder decoder;
  private final Preprocessor preprocessor;
  private final int column;

  BatchEncoder(LoadedModel model, ImageLimits limits, int column) {
    this.model = model;
    this.decoder = new ImageDecoder(limits);
    this.preprocessor = new Preprocessor(model.manifest().preprocessing());
    this.column = column;
  }

  /** What is known of a row before the model runs: pixels, or why there are none. */
  private record Prepared(Row row, float[] pixels, String reason) {}

  List<Row> encode(List<Row> rows) {
    List<Prepared> batch = rows.stream().map(this::prepare).toList();
    float[][] pixels =
        batch.stream().map(Prepared::pixels).filter(p -> p != null).toArray(float[][]::new);
    Iterator<VisualTokens> encoded =
        pixels.length == 0
            ? List.<VisualTokens>of().iterator()
            : model.vision().tokens(pixels).iterator();
    List<Row> result = new ArrayList<>(rows.size());
    for (Prepared one : batch) {
      result.add(extended(one.row(), output(one, encoded)));
    }
    return result;
  }

  private Prepared prepare(Row row) {
    if (row.isNullAt(column)) {
      return new Prepared(row, null, null);
    }
    try {
      byte[] file = row.getAs(column);
      return new Prepared(row, preprocessor.pixels(decoder.decode(file).image()), null);
    } catch (UnreadableImageException e) {
      return new Prepared(row, null, e.reason().code());
    }
  }

  private static Row output(Prepared one, Iterator<VisualTokens> encoded) {
    if (one.reason() != null) {
      return RowFactory.create(null, null, one.reason());
    }
    if (one.pixels() == null) {
      return null;
    }
    VisualTokens tokens = encoded.next();
    return RowFactory.create(vectors(tokens.projected()), tokens.clsCosine(), null);
  }

  private static float[][] vectors(TokenMatrix matrix) {
    float[][] vectors = new float[matrix.count()][];
    Arrays.setAll(vectors, matrix::row);
    return vectors;
  }

  private static Row extended(Row row, Row output) {
    Object[] values = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = output;
    return RowFactory.create(values);
  }
}
