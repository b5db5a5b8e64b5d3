package org.tokenquarry.sql;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * {@code redundancy_score}: null for a null.
 *
 * @param codebook of the call
 * @param form of the embeddings
 */
record ScoreFunction(CodebookReference codebook, TokenForm form) implements ScalarFunction<Double> {

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {form.type()};
  }

  @Override
  public DataType resultType() {
    return DataTypes.DoubleType;
  }

  @Override
  public String name() {
    return SqlFunction.REDUNDANCY_SCORE.word();
  }

  @Override
  public String canonicalName() {
    return "tokenquarry." + name() + "." + codebook.digest();
  }

  @Override
  public Double produceResult(InternalRow row) {
    return row.isNullAt(0) ? null : codebook.open().score(TokenRows.one(form.of(row, 0)))[0];
  }
}
