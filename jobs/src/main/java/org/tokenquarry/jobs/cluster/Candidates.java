package org.tokenquarry.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sha2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.cluster.Candidate;
import org.tokenquarry.error.UserException;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * Reads the redundant tokens that are clustered. If there are too many, those whose hashes are
 * smallest are taken, which is as good as a random sample and always the same.
 *
 * <p>Hashes choose, so no embedding is sorted or moved before it is chosen. The chosen ones come
 * back in parts: memory is the result, {@code 4 n D} bytes, and one part.
 */
final class Candidates {

  /** The size of a part that comes back from an executor at once. */
  private static final long PART = 16L << 20;

  private static final String HASH = "hash";

  private final Dataset<Row> redundant;
  private final long count;
  private final int width;

  /**
   * Looks at redundant tokens.
   *
   * @param redundant rows of {@code experiments}
   * @param count how many there are, at least 1
   * @param width of an embedding
   */
  Candidates(Dataset<Row> redundant, long count, int width) {
    Column key = concat(col("image_id"), lit(":"), col("token_index"));
    this.redundant = redundant.withColumn(HASH, sha2(key, 256));
    this.count = count;
    this.width = width;
  }

  /**
   * Reads them.
   *
   * @param most how many; all where there are fewer
   * @return in the order image id, token
   * @throws UserException {@code experiments-corrupt} if an embedding has another length, or
   *     elements that are not finite
   */
  List<Candidate> first(int most) {
    int bytes = width * Float.BYTES;
    long parts = 1 + Math.min(most, count) * bytes / PART;
    Iterator<Row> rows =
        chosen(most)
            .select("image_id", "token_index", "embedding")
            .repartition(Math.toIntExact(parts), col("image_id"))
            .toLocalIterator();
    List<Candidate> candidates = new ArrayList<>();
    while (rows.hasNext()) {
      candidates.add(candidate(rows.next()));
    }
    candidates.sort(Comparator.comparing(Candidate::imageId).thenComparingInt(Candidate::token));
    return candidates;
  }

  private Dataset<Row> chosen(int most) {
    if (count <= most) {
      return redundant;
    }
    String last = redundant.select(HASH).sort(HASH).limit(most).agg(max(HASH)).head().getString(0);
    return redundant.filter(col(HASH).leq(last));
  }

  private Candidate candidate(Row row) {
    String imageId = row.getAs("image_id");
    int token = row.getAs("token_index");
    byte[] embedding = row.getAs("embedding");
    if (embedding.length != width * Float.BYTES) {
      throw ClusterErrors.experimentsCorrupt(
          imageId, token, "has " + embedding.length + " bytes, not " + width * Float.BYTES);
    }
    float[] values = FloatBytes.floats(embedding);
    if (!TokenMatrix.finite(values)) {
      throw ClusterErrors.experimentsCorrupt(imageId, token, "holds NaN or infinity");
    }
    return new Candidate(imageId, token, values);
  }
}
