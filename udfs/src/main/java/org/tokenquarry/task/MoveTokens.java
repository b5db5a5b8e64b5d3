package org.tokenquarry.task;

import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.cluster.PointBlock;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * Reads the tokens of a block, for {@link WriteTokenBlocks} to write them into other blocks. In
 * memory is one block.
 *
 * @param blocks where the tokens are
 */
public record MoveTokens(TokenBlocks blocks) implements FlatMapFunction<MoveTokens.Move, Row> {

  private static final long serialVersionUID = 1L;

  /** What {@link WriteTokenBlocks} takes; {@code token_index} is the number among all tokens. */
  public static final StructType ROWS =
      new StructType()
          .add("block", DataTypes.IntegerType)
          .add("image_id", DataTypes.StringType)
          .add("token_index", DataTypes.IntegerType)
          .add("embedding", DataTypes.BinaryType);

  /**
   * Where the tokens of a block go.
   *
   * @param block its number
   * @param targets a block for each of its tokens
   */
  public record Move(int block, int[] targets) implements Serializable {}

  @Override
  public Iterator<Row> call(Move move) {
    PointBlock read = blocks.read(move.block());
    TokenMatrix points = read.points();
    return IntStream.range(0, points.count())
        .mapToObj(
            i ->
                RowFactory.create(
                    move.targets()[i], "", read.first() + i, FloatBytes.of(points.row(i))))
        .iterator();
  }
}
