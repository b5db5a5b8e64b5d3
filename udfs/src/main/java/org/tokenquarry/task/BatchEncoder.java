package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.model.VisionEncoder;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** Adds visual tokens to rows with image files, with one call of the encoder for a batch. */
final class BatchEncoder {

  private static final ArrayType VECTOR = DataTypes.createArrayType(DataTypes.FloatType, false);

  /**
   * What is added to a row.
   *
   * @param tokens null where the image is refused
   * @param reason null where the image is not refused
   */
  record Encoded(VisualTokens tokens, String reason) {

    private <V> V ofTokens(Function<VisualTokens, V> property) {
      return tokens == null ? null : property.apply(tokens);
    }
  }

  /** The columns of the structure that is added. */
  static final RowSchema<Encoded> COLUMNS =
      RowSchema.<Encoded>empty()
          .optional(
              "tokens",
              DataTypes.createArrayType(VECTOR, false),
              encoded -> encoded.ofTokens(tokens -> vectors(tokens.projected())))
          .optional("cls_cosine", VECTOR, encoded -> encoded.ofTokens(VisualTokens::clsCosine))
          .optional("reason", DataTypes.StringType, Encoded::reason);

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
    Iterator<VisualTokens> encoded =
        tokens(batch.stream().filter(Prepared::encodable).map(one -> one.input().pixels()).toList())
            .iterator();
    List<Row> result = new ArrayList<>(rows.size());
    for (Prepared one : batch) {
      result.add(extended(one.row(), output(one, encoded)));
    }
    return result;
  }

  /** One by one where images have sizes of their own: one image in a batch changes no other. */
  private List<VisualTokens> tokens(List<Pixels> pixels) {
    VisionEncoder vision = model.loaded().vision();
    if (pixels.isEmpty()) {
      return List.of();
    }
    return model.loaded().manifest().keepsShape()
        ? pixels.stream().map(each -> vision.tokens(List.of(each)).get(0)).toList()
        : vision.tokens(pixels);
  }

  private Prepared prepare(Row row) {
    return new Prepared(row, row.isNullAt(column) ? null : model.read(row.getAs(column)));
  }

  private static Row output(Prepared one, Iterator<VisualTokens> encoded) {
    if (one.input() == null) {
      return null;
    }
    return COLUMNS.row(
        one.encodable()
            ? new Encoded(encoded.next(), null)
            : new Encoded(null, one.input().refusal().reason()));
  }

  private static float[][] vectors(TokenMatrix matrix) {
    float[][] vectors = new float[matrix.count()][];
    Arrays.setAll(vectors, matrix::row);
    return vectors;
  }

  /** The caller's rows have any columns. */
  private static Row extended(Row row, Row output) {
    Object[] values = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = output;
    return RowFactory.create(values);
  }
}
