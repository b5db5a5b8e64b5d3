package org.tokenquarry.jobs.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.task.TokenBlocks;
import org.tokenquarry.token.TokenMatrix;

/**
 * The centres of the parts that cells are made of: k-means over a sample that is bounded, always
 * the same, and one partition. There are more parts than cells, because k-means leaves much to one
 * centre where it has too few: to the shortest, which is the nearest to all that is far from all.
 */
final class CellCentres {

  /** Tokens of the sample for each part. */
  private static final int TOKENS_OF_A_PART = 32;

  private static final int LEAST_TOKENS = 4096;

  /** Elements of the sample, at most; MLlib has them as doubles, some of them twice. */
  private static final int MOST_ELEMENTS = 1 << 24;

  /** Read at once. */
  private static final int CHUNK = 256;

  private static final int ITERATIONS = 10;

  private CellCentres() {}

  /**
   * Computes centres.
   *
   * @param keys of the tokens in {@code blocks}, in their order
   * @param parts how many, at least 1
   * @return {@code [n, D]}, fewer if the sample has fewer distinct vectors
   */
  static TokenMatrix of(SparkSession spark, TokenBlocks blocks, List<TokenKey> keys, int parts) {
    int[] sample = sample(keys, tokens(parts, blocks.dim()));
    if (parts == 1) {
      return blocks.read(new int[] {sample[0]});
    }
    return new MllibMeans(parts, ITERATIONS, 1).centres(spark, blocks, chunks(sample));
  }

  private static int tokens(int parts, int dim) {
    int most = Math.max(parts, MOST_ELEMENTS / dim);
    return (int) Math.min(most, Math.max(LEAST_TOKENS, (long) parts * TOKENS_OF_A_PART));
  }

  /** The tokens whose digests are smallest, in the order of their numbers. */
  private static int[] sample(List<TokenKey> keys, int most) {
    record Hashed(String digest, int number) {}
    Comparator<Hashed> order =
        Comparator.comparing(Hashed::digest).thenComparingInt(Hashed::number);
    PriorityQueue<Hashed> smallest = new PriorityQueue<>(order.reversed());
    for (int number = 0; number < keys.size(); number++) {
      TokenKey key = keys.get(number);
      smallest.add(new Hashed(Sha256.of(key.imageId() + ":" + key.token()), number));
      if (smallest.size() > most) {
        smallest.remove();
      }
    }
    return smallest.stream().mapToInt(Hashed::number).sorted().toArray();
  }

  private static List<int[]> chunks(int[] numbers) {
    List<int[]> chunks = new ArrayList<>();
    for (int from = 0; from < numbers.length; from += CHUNK) {
      chunks.add(Arrays.copyOfRange(numbers, from, Math.min(from + CHUNK, numbers.length)));
    }
    return chunks;
  }
}
