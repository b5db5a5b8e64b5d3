package org.tokenquarry.jobs.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.tokenquarry.jobs.cluster.StagedTokens;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.task.MoveTokens;

/**
 * Random vectors, staged as the tokens of a clustering are.
 *
 * @param directory of the files, temporary
 * @param place in this directory
 * @param staged the vectors
 */
record RandomTokens(Path directory, StagedTokens.Place place, StagedTokens staged)
    implements AutoCloseable {

  /** Vectors are noise around this many directions, as those of clusters are. */
  private static final int DIRECTIONS = 64;

  private static final float NOISE = 0.5f;

  /** Writes so many vectors; the caller closes them, which deletes the files. */
  static RandomTokens write(JobContext context, BenchSettings.Points size) {
    context.phases().uncounted("Writing " + size.points() + " vectors");
    Path directory = temporary();
    StagedTokens.Place place =
        new StagedTokens.Place(
            directory.toString(),
            context.run().id(),
            context.settings().clustering().blockBytes(),
            context.spark().sessionState().newHadoopConf());
    int dim = size.dim();
    int most = place.tokens(dim);
    int[] sizes =
        IntStream.range(0, (size.points() + most - 1) / most)
            .map(block -> Math.min(most, size.points() - block * most))
            .toArray();
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext())
            .parallelize(IntStream.range(0, sizes.length).boxed().toList(), sizes.length)
            .flatMap(block -> vectors(block, sizes[block], dim));
    return new RandomTokens(directory, place, StagedTokens.write(rows, sizes, dim, place));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("tokenquarry-bench-cluster");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Iterator<Row> vectors(int block, int count, int dim) {
    Random directions = new Random(dim);
    float[][] centres = new float[DIRECTIONS][dim];
    for (float[] centre : centres) {
      for (int d = 0; d < dim; d++) {
        centre[d] = (float) directions.nextGaussian();
      }
    }
    Random random = new Random(31L * dim + block);
    return IntStream.range(0, count)
        .mapToObj(i -> row(block, i, vector(random, centres[random.nextInt(DIRECTIONS)])))
        .iterator();
  }

  private static Row row(int block, int token, float[] vector) {
    return new GenericRowWithSchema(
        new Object[] {block, "image", token, FloatBytes.of(vector)}, MoveTokens.ROWS);
  }

  private static float[] vector(Random random, float[] centre) {
    float[] vector = centre.clone();
    for (int d = 0; d < vector.length; d++) {
      vector[d] += NOISE * (float) random.nextGaussian();
    }
    return vector;
  }

  @Override
  public void close() {
    staged.close();
    FileUtils.deleteQuietly(directory.toFile());
  }
}
