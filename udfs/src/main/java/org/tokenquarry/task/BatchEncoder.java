package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** Adds visual tokens to rows with image files, with one call of the encoder for a batch. */
final class BatchEncoder {

  private final OpenedModel model;
  private final int column;

  BatchEncoder(OpenedModel model, int column) {
    this.model = model;
    this.column = column;
  }

  /** A row with its image; {@code input} is null where the row has none. */
  private record Prepared(Row row, ModelInput input) {

    boolean encodable() {
      return input != null && input.refusal() == null;
    }
  }

  List<Row> encode(List<Row> rows) {
    List<Prepared> batch = rows.stream().map(this::prepare).toList();
    float[][] pixels =
        batch.stream()
            .filter(Prepared::encodable)
            .map(one -> one.input().pixels())
            .toArray(float[][]::new);
    Iterator<VisualTokens> encoded =
        pixels.length == 0
            ? List.<VisualTokens>of().iterator()
            : model.loaded().vision().tokens(pixels).iterator();
    List<Row> result = new ArrayList<>(rows.size());
    for (Prepared one : batch) {
      result.add(extended(one.row(), output(one, encoded)));
    }
    return result;
  }

  private Prepared prepare(Row row) {
    return new Prepared(row, row.isNullAt(column) ? null : model.read(row.getAs(column)));
  }

  private static Row output(Prepared one, Iterator<VisualTokens> encoded) {
    if (one.input() == null) {
      return null;
    }
    if (!one.encodable()) {
      return RowFactory.create(null, null, one.input().refusal().reason());
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
