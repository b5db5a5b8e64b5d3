package org.tokenquarry.task;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.collections4.iterators.PeekingIterator;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.cluster.PointSpace;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes redundant tokens into the files of {@link TokenBlocks}, one vector in memory. Input rows
 * have {@code block}, {@code image_id}, {@code token_index} and {@code embedding}, in this order;
 * all rows of a block are in one partition. A file appears whole under its name, and a second
 * attempt writes the same bytes.
 *
 * @param directory of the files
 * @param dim D
 * @param hadoop settings of file systems
 */
public record WriteTokenBlocks(String directory, int dim, SerializableConfiguration hadoop)
    implements FlatMapFunction<Iterator<Row>, WriteTokenBlocks.Written> {

  private static final long serialVersionUID = 1L;

  /**
   * A block that was written.
   *
   * @param block its number
   * @param tokens how many vectors it has
   * @param space where they lie
   * @param damaged embeddings that cannot be used, and are not in the block
   */
  public record Written(int block, int tokens, PointSpace.Part space, List<Damaged> damaged)
      implements Serializable {}

  /**
   * An embedding that cannot be used.
   *
   * @param found what is wrong, behind "the embedding"
   */
  public record Damaged(String imageId, int token, String found) implements Serializable {}

  @Override
  public Iterator<Written> call(Iterator<Row> rows) throws IOException {
    PeekingIterator<Row> tokens = PeekingIterator.peekingIterator(rows);
    List<Written> written = new ArrayList<>();
    while (tokens.hasNext()) {
      written.add(block(tokens));
    }
    return written.iterator();
  }

  private Written block(PeekingIterator<Row> tokens) throws IOException {
    int block = tokens.peek().getAs("block");
    Path file = TokenBlocks.file(directory, block);
    Path unfinished = file.suffix("-" + TaskContext.get().taskAttemptId());
    FileSystem files = file.getFileSystem(hadoop.value());
    List<Damaged> damaged = new ArrayList<>();
    PointSpace.Part space = new PointSpace.Part(new double[dim], 0, 0);
    try (FSDataOutputStream out = files.create(unfinished, true)) {
      while (tokens.hasNext() && tokens.peek().<Integer>getAs("block") == block) {
        Row row = tokens.next();
        byte[] embedding = row.getAs("embedding");
        String found = damage(embedding);
        if (found != null) {
          damaged.add(new Damaged(row.getAs("image_id"), row.getAs("token_index"), found));
        } else {
          out.write(embedding);
          space = space.with(FloatBytes.floats(embedding));
        }
      }
    }
    // Another attempt may have been first; its bytes are the same.
    if (!files.rename(unfinished, file)) {
      files.delete(unfinished, false);
    }
    return new Written(block, Math.toIntExact(space.count()), space, damaged);
  }

  private String damage(byte[] embedding) {
    if (embedding.length != dim * Float.BYTES) {
      return "has " + embedding.length + " bytes, not " + dim * Float.BYTES;
    }
    return TokenMatrix.finite(FloatBytes.floats(embedding)) ? null : "holds NaN or infinity";
  }
}
