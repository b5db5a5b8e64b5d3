package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Reads tokens as the vectors of Spark MLlib. In memory are the tokens of one call.
 *
 * @param blocks where the tokens are
 */
public record ReadVectors(TokenBlocks blocks) implements FlatMapFunction<int[], Row> {

  private static final long serialVersionUID = 1L;

  /** The column that MLlib's algorithms read by default. */
  public static final StructType ROWS =
      new StructType().add("features", SQLDataTypes.VectorType(), false);

  /**
   * Reads some tokens.
   *
   * @param numbers among all; those of a block together
   */
  @Override
  public Iterator<Row> call(int[] numbers) {
    List<Row> rows = new ArrayList<>(numbers.length);
    blocks.read(numbers, vector -> rows.add(RowFactory.create(Vectors.dense(doubles(vector)))));
    return rows.iterator();
  }

  private static double[] doubles(float[] vector) {
    return IntStream.range(0, vector.length).mapToDouble(d -> vector[d]).toArray();
  }
}
