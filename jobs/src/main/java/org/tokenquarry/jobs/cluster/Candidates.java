package org.tokenquarry.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sha2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.cluster.TokenKey;

/**
 * Chooses the redundant tokens that are clustered: all, or, where that was limited, those whose
 * hashes are smallest, which is as good as a random sample and always the same. Keys are chosen
 * first, so no embedding is read for that.
 */
final class Candidates {

  private static final String HASH = "hash";

  private final Dataset<Row> tokens;
  private final List<TokenKey> keys;

  /**
   * Chooses.
   *
   * @param redundant rows of {@code experiments}
   * @param count how many there are, at least 1
   * @param most how many are clustered; all where there are fewer
   */
  Candidates(Dataset<Row> redundant, long count, int most) {
    this.tokens = count <= most ? redundant : smallest(redundant, most);
    this.keys = keys(tokens);
  }

  private static Dataset<Row> smallest(Dataset<Row> redundant, int most) {
    Column key = concat(col("image_id"), lit(":"), col("token_index"));
    Dataset<Row> hashed = redundant.withColumn(HASH, sha2(key, 256));
    String last = hashed.select(HASH).sort(HASH).limit(most).agg(max(HASH)).head().getString(0);
    return hashed.filter(col(HASH).leq(last)).drop(HASH);
  }

  /** About 40 bytes a token, and one string for each image. Images are gathered by executors. */
  private static List<TokenKey> keys(Dataset<Row> tokens) {
    List<TokenKey> keys = new ArrayList<>();
    for (Row image :
        tokens.groupBy("image_id").agg(collect_list("token_index").as("tokens")).collectAsList()) {
      String imageId = image.getString(0);
      image.<Integer>getList(1).forEach(token -> keys.add(new TokenKey(imageId, token)));
    }
    Collections.sort(keys);
    return Collections.unmodifiableList(keys);
  }

  /** Their rows of {@code experiments}. */
  Dataset<Row> tokens() {
    return tokens;
  }

  /** Names of the tokens, in their order: the number of a token is its place here. */
  List<TokenKey> keys() {
    return keys;
  }
}
