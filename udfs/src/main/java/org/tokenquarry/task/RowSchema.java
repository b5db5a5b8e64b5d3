package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of rows. Each column is declared once, with its name, its type and its value. Schema
 * and rows are both made from these declarations, so the values of a row always are in the order of
 * the schema.
 *
 * <pre>{@code
 * RowSchema<Point> points =
 *     RowSchema.<Point>empty()
 *         .required("x", DataTypes.DoubleType, Point::x)
 *         .optional("label", DataTypes.StringType, Point::label);
 * }</pre>
 *
 * @param <T> what a row is made from
 */
public final class RowSchema<T> {

  private final StructType schema;
  private final List<Function<? super T, ?>> values;

  private RowSchema(StructType schema, List<Function<? super T, ?>> values) {
    this.schema = schema;
    this.values = values;
  }

  /** No columns yet. */
  public static <T> RowSchema<T> empty() {
    return new RowSchema<>(new StructType(), List.of());
  }

  /** The same columns and one more behind them, whose value is never null. */
  public RowSchema<T> required(String name, DataType type, Function<? super T, ?> value) {
    return with(schema.add(name, type, false), value);
  }

  /** The same columns and one more behind them, whose value may be null. */
  public RowSchema<T> optional(String name, DataType type, Function<? super T, ?> value) {
    return with(schema.add(name, type, true), value);
  }

  private RowSchema<T> with(StructType columns, Function<? super T, ?> value) {
    List<Function<? super T, ?>> all = new ArrayList<>(values);
    all.add(value);
    return new RowSchema<T>(columns, List.copyOf(all));
  }

  /** The same columns without some of them. */
  public RowSchema<T> without(Collection<String> names) {
    RowSchema<T> left = empty();
    for (int i = 0; i < values.size(); i++) {
      StructField field = schema.fields()[i];
      left = names.contains(field.name()) ? left : left.with(left.schema.add(field), values.get(i));
    }
    return left;
  }

  /** The same columns of something that has such a value. */
  public <S> RowSchema<S> of(Function<? super S, ? extends T> part) {
    List<Function<? super S, ?>> parts = new ArrayList<>();
    for (Function<? super T, ?> value : values) {
      parts.add(whole -> value.apply(part.apply(whole)));
    }
    return new RowSchema<S>(schema, List.copyOf(parts));
  }

  /** Names, types and nullability of the columns. */
  public StructType schema() {
    return schema;
  }

  /** The type of a column that holds several such rows. */
  ArrayType arrayType() {
    return DataTypes.createArrayType(schema, false);
  }

  /** The row of one value; it knows its schema, so its values can be asked for by name. */
  public Row row(T from) {
    return new GenericRowWithSchema(
        values.stream().map(value -> value.apply(from)).toArray(), schema);
  }

  /** The rows of several values, for a column of {@link #arrayType}. */
  Row[] rows(Collection<? extends T> from) {
    return from.stream().map(this::row).toArray(Row[]::new);
  }
}
