package org.tokenquarry.jobs.cluster;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.task.ReadVectors;
import org.tokenquarry.task.TokenBlocks;
import org.tokenquarry.token.TokenMatrix;

/**
 * K-means of Spark MLlib over staged tokens. It adds up in double, but what several partitions have
 * added up it adds in the order in which they end: only with one partition are the bits always the
 * same.
 *
 * @param clusters how many centres
 * @param iterations at most
 * @param partitions of the vectors
 */
public record MllibMeans(int clusters, int iterations, int partitions) {

  private static final long SEED = 1;

  /**
   * Computes centres.
   *
   * @param blocks where the tokens are
   * @param chunks numbers of the tokens to be looked at; a task reads one of these lists at once
   * @return {@code [n, D]}; fewer than asked for if there are fewer distinct vectors
   */
  public TokenMatrix centres(SparkSession spark, TokenBlocks blocks, List<int[]> chunks) {
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(chunks, partitions)
            .flatMap(new ReadVectors(blocks));
    Vector[] centres =
        new KMeans()
            .setK(clusters)
            .setSeed(SEED)
            .setMaxIter(iterations)
            .fit(spark.createDataFrame(rows, ReadVectors.ROWS))
            .clusterCenters();
    return TokenMatrix.of(Arrays.stream(centres).map(MllibMeans::floats).toList(), blocks.dim());
  }

  private static float[] floats(Vector vector) {
    float[] floats = new float[vector.size()];
    for (int d = 0; d < floats.length; d++) {
      floats[d] = (float) vector.apply(d);
    }
    return floats;
  }
}
