package org.tokenquarry.task;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.cluster.BlockLayout;
import org.tokenquarry.cluster.Embeddings;
import org.tokenquarry.cluster.PointBlock;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * Vectors of tokens in files of a few megabytes, which the tasks of a clustering read again and
 * again. A file is {@code [n, D] float32}, little-endian, without a header. The tokens of all files
 * are numbered through.
 *
 * @param directory of the files
 * @param sizes how many tokens each file has
 * @param dim D
 * @param hadoop settings of file systems
 */
public record TokenBlocks(String directory, int[] sizes, int dim, SerializableConfiguration hadoop)
    implements Embeddings, Serializable {

  private static final long serialVersionUID = 1L;

  /** Read at once, so that a block is not in memory twice. */
  private static final int CHUNK = 1 << 20;

  /** Where a block lies. */
  static Path file(String directory, int block) {
    return new Path(directory, String.format("block-%06d.f32", block));
  }

  /** Reads a block. */
  public PointBlock read(int block) {
    float[] values = new float[Math.multiplyExact(sizes[block], dim)];
    try (FSDataInputStream in = open(block)) {
      int next = 0;
      while (next < values.length) {
        byte[] chunk = new byte[(int) Math.min(CHUNK, (values.length - next) * 4L)];
        in.readFully(chunk);
        FloatBytes.read(chunk, values, next);
        next += chunk.length / Float.BYTES;
      }
      return new PointBlock(firsts()[block], new TokenMatrix(values, dim));
    } catch (IOException e) {
      throw failure(block, e);
    }
  }

  /** Reads some tokens into one matrix, in their order. */
  public TokenMatrix read(int[] numbers) {
    float[] values = new float[Math.multiplyExact(numbers.length, dim)];
    int[] next = new int[1];
    read(
        numbers,
        vector -> {
          System.arraycopy(vector, 0, values, next[0], dim);
          next[0] += dim;
        });
    return new TokenMatrix(values, dim);
  }

  /** Reads tokens one by one; each run of tokens of one file opens it once. */
  @Override
  public void read(int[] numbers, Consumer<float[]> each) {
    int[] firsts = firsts();
    int next = 0;
    while (next < numbers.length) {
      int block = BlockLayout.block(firsts, numbers[next]);
      int end = next;
      while (end < numbers.length && BlockLayout.block(firsts, numbers[end]) == block) {
        end++;
      }
      try (FSDataInputStream in = open(block)) {
        for (; next < end; next++) {
          byte[] vector = new byte[dim * Float.BYTES];
          in.readFully((long) (numbers[next] - firsts[block]) * vector.length, vector);
          each.accept(FloatBytes.floats(vector));
        }
      } catch (IOException e) {
        throw failure(block, e);
      }
    }
  }

  private int[] firsts() {
    return BlockLayout.oneCell(sizes).firsts();
  }

  private FSDataInputStream open(int block) throws IOException {
    Path file = file(directory, block);
    return file.getFileSystem(hadoop.value()).open(file);
  }

  private UncheckedIOException failure(int block, IOException e) {
    return new UncheckedIOException(file(directory, block) + " cannot be read", e);
  }
}
