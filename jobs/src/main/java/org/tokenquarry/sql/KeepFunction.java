package org.tokenquarry.sql;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.serving.Rule;
import org.tokenquarry.serving.ServedCodebook;
import org.tokenquarry.token.TokenMatrix;

/**
 * {@code keep_tokens}: null where an argument is null.
 *
 * @param codebook of the call
 * @param form of the embeddings
 * @param rule that keeps
 * @param values of a row: tokens and k, or also rows and columns
 */
record KeepFunction(CodebookReference codebook, TokenForm form, Rule rule, int values)
    implements ScalarFunction<ArrayData> {

  private static final int GRID = 4;

  @Override
  public DataType[] inputTypes() {
    DataType[] types = new DataType[values];
    Arrays.fill(types, DataTypes.LongType);
    types[0] = DataTypes.createArrayType(form.type());
    return types;
  }

  @Override
  public DataType resultType() {
    return DataTypes.createArrayType(DataTypes.IntegerType, false);
  }

  @Override
  public String name() {
    return SqlFunction.KEEP_TOKENS.word();
  }

  @Override
  public String canonicalName() {
    return "tokenquarry." + name() + "." + codebook.digest();
  }

  @Override
  public ArrayData produceResult(InternalRow row) {
    for (int i = 0; i < values; i++) {
      if (row.isNullAt(i)) {
        return null;
      }
    }
    ServedCodebook opened = codebook.open();
    TokenMatrix tokens = TokenRows.of(row.getArray(0), form, opened.width());
    return new GenericArrayData(
        values == GRID
            ? opened.keep(tokens, number(row, 2), number(row, 3), number(row, 1), rule)
            : opened.keep(tokens, number(row, 1)));
  }

  /** What does not fit into 32 bits is out of every range. */
  private static int number(InternalRow row, int place) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, row.getLong(place)));
  }
}
