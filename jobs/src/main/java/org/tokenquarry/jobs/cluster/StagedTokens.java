package org.tokenquarry.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.cluster.BlockLayout;
import org.tokenquarry.cluster.Cells;
import org.tokenquarry.cluster.PointSpace;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.task.MoveTokens;
import org.tokenquarry.task.TokenBlocks;
import org.tokenquarry.task.WriteTokenBlocks;
import org.tokenquarry.task.WriteTokenBlocks.Damaged;
import org.tokenquarry.task.WriteTokenBlocks.Written;

/**
 * The vectors of the tokens that are clustered, in files of the warehouse until the clustering has
 * ended: in the order of their keys, so that a token has a number. They are moved once. What a
 * killed run left behind is removed a day later.
 *
 * @param blocks the files
 * @param space where the vectors lie
 * @param directory of the files
 * @param hadoop settings of file systems
 */
public record StagedTokens(
    TokenBlocks blocks, PointSpace space, Path directory, Configuration hadoop)
    implements AutoCloseable {

  private static final String DIRECTORY = ".clustering";

  /** The most tokens of a block, however short their vectors are. */
  public static final int MOST = 8192;

  private static final long KEPT_MILLISECONDS = 24 * 60 * 60 * 1000L;

  /**
   * Where the files of a run lie.
   *
   * @param warehouse its directory
   * @param runId names the run
   * @param blockBytes the size of a file, at most
   * @param hadoop settings of file systems
   */
  public record Place(String warehouse, String runId, long blockBytes, Configuration hadoop) {

    /** The most tokens of a block: as many as fit, and so few that there are several. */
    public int tokens(int width) {
      long fit = Math.max(1, blockBytes / (width * (long) Float.BYTES));
      return (int) Math.min(fit, MOST);
    }

    /** Beside it, for other files of the same run. */
    Place beside(String suffix) {
      return new Place(warehouse, runId + suffix, blockBytes, hadoop);
    }

    private Path all() {
      return new Path(warehouse, DIRECTORY);
    }

    private Path ofRun() {
      return new Path(all(), runId);
    }
  }

  /**
   * Writes the files.
   *
   * @param tokens rows of {@code experiments}, exactly those of {@code keys}
   * @param keys in their order
   * @param width of an embedding
   * @throws org.tokenquarry.error.UserException {@code experiments-corrupt} if embeddings have
   *     another length, or elements that are not finite; none of them reaches a distance
   */
  static StagedTokens write(Dataset<Row> tokens, List<TokenKey> keys, int width, Place place) {
    int[] sizes = sizes(keys, place.tokens(width));
    Column block = udf(blockOf(keys, sizes), DataTypes.IntegerType).apply(col("image_id"));
    return write(inBlocks(tokens.withColumn("block", block), sizes.length), sizes, width, place);
  }

  /**
   * Writes vectors that are in their partitions already.
   *
   * @param rows as {@link WriteTokenBlocks} takes them
   * @param sizes how many vectors each block has
   * @param width D
   */
  public static StagedTokens write(JavaRDD<Row> rows, int[] sizes, int width, Place place) {
    removeLeftovers(place);
    SerializableConfiguration hadoop = new SerializableConfiguration(place.hadoop());
    String directory = place.ofRun().toString();
    StagedTokens staged =
        new StagedTokens(
            new TokenBlocks(directory, sizes, width, hadoop), null, place.ofRun(), place.hadoop());
    try {
      List<Written> written =
          new ArrayList<>(
              rows.mapPartitions(new WriteTokenBlocks(directory, width, hadoop)).collect());
      written.sort(Comparator.comparingInt(Written::block));
      requireSound(written);
      requireComplete(written, sizes);
      PointSpace space = PointSpace.of(written.stream().map(Written::space).toList());
      return new StagedTokens(staged.blocks, space, staged.directory, staged.hadoop);
    } catch (RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  /**
   * Writes the vectors once more, cell by cell.
   *
   * @param cells of the vectors
   * @param layout of the blocks that are written
   */
  StagedTokens moved(SparkSession spark, Cells cells, BlockLayout layout, Place place) {
    int[] targets = new int[layout.count()];
    int[] order = cells.order();
    int next = 0;
    for (int block = 0; block < layout.sizes().length; block++) {
      int end = next + layout.sizes()[block];
      for (; next < end; next++) {
        targets[order[next]] = block;
      }
    }
    List<MoveTokens.Move> moves = new ArrayList<>();
    int first = 0;
    for (int block = 0; block < blocks.sizes().length; block++) {
      int end = first + blocks.sizes()[block];
      moves.add(new MoveTokens.Move(block, Arrays.copyOfRange(targets, first, end)));
      first = end;
    }
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(moves, moves.size())
            .flatMap(new MoveTokens(blocks));
    return write(
        inBlocks(spark.createDataFrame(rows, MoveTokens.ROWS), layout.sizes().length),
        layout.sizes(),
        blocks.dim(),
        place);
  }

  private static JavaRDD<Row> inBlocks(Dataset<Row> tokens, int blocks) {
    return tokens
        .select("block", "image_id", "token_index", "embedding")
        .repartition(blocks, col("block"))
        .sortWithinPartitions("block", "image_id", "token_index")
        .javaRDD();
  }

  /** Blocks end between images. */
  private static int[] sizes(List<TokenKey> keys, int most) {
    List<Integer> sizes = new ArrayList<>();
    int first = 0;
    int image = 0;
    for (int i = 1; i <= keys.size(); i++) {
      if (i == keys.size() || !keys.get(i).imageId().equals(keys.get(image).imageId())) {
        if (i - first > most && image > first) {
          sizes.add(image - first);
          first = image;
        }
        image = i;
      }
    }
    sizes.add(keys.size() - first);
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static UDF1<String, Integer> blockOf(List<TokenKey> keys, int[] sizes) {
    String[] firstImages = new String[sizes.length];
    int next = 0;
    for (int block = 0; block < sizes.length; block++) {
      firstImages[block] = keys.get(next).imageId();
      next += sizes[block];
    }
    return imageId -> {
      int found = Arrays.binarySearch(firstImages, imageId);
      return found >= 0 ? found : -found - 2;
    };
  }

  private static void requireSound(List<Written> written) {
    List<Damaged> damaged = written.stream().flatMap(block -> block.damaged().stream()).toList();
    if (!damaged.isEmpty()) {
      throw ClusterErrors.experimentsCorrupt(damaged);
    }
  }

  private static void requireComplete(List<Written> written, int[] sizes) {
    if (!Arrays.equals(written.stream().mapToInt(Written::tokens).toArray(), sizes)) {
      throw new IllegalStateException("the table experiments changed while it was read");
    }
  }

  private static void removeLeftovers(Place place) {
    try {
      FileSystem files = place.all().getFileSystem(place.hadoop());
      if (files.exists(place.all())) {
        for (FileStatus run : files.listStatus(place.all())) {
          if (run.getModificationTime() < System.currentTimeMillis() - KEPT_MILLISECONDS) {
            files.delete(run.getPath(), true);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(place.all() + " cannot be read", e);
    }
  }

  /** Removes the files. */
  @Override
  public void close() {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      files.delete(directory, true);
      if (files.exists(directory.getParent())
          && files.listStatus(directory.getParent()).length == 0) {
        files.delete(directory.getParent(), false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be removed", e);
    }
  }
}
