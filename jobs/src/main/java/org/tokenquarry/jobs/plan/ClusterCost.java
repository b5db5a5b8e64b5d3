package org.tokenquarry.jobs.plan;

/**
 * The cost of exact DPC-kNN over N tokens of width D, in blocks of S tokens over the executors. A
 * multiply-add counts as 2.
 *
 * <ol>
 *   <li>Distances: each pair once, by products of float32 matrices, {@code N^2 D}. A task compares
 *       two blocks.
 *   <li>Denser neighbours: a token with a denser one among its nearest is done. The others, a share
 *       u, are compared with all tokens, {@code 2 u N^2 D}.
 *   <li>Labels: each token with each of K centres, {@code 2 N K D}.
 *   <li>What the products leave open is decided in double: a subtraction, a product and a sum for
 *       each dimension of some pairs of each token, {@code 3 p N D}.
 * </ol>
 *
 * <p>Each token is written once, with its keys. A task reads two blocks and gives the nearest
 * neighbours that it found for their tokens.
 *
 * @param tokens N, at least 0
 * @param width D
 * @param clusters K
 */
record ClusterCost(long tokens, int width, int clusters) {

  /** u: 5 to 20 % were seen. */
  private static final double WITHOUT_DENSER_NEIGHBOUR = 0.1;

  /** p, for each token. */
  private static final int PAIRS_IN_DOUBLE = 32;

  /** Memory of the two blocks of a task: 8,192 tokens each at width 4,096. */
  private static final long TASK_BYTES = 256L << 20;

  /** Bytes of a token beside its embedding. */
  private static final int BYTES_OF_KEYS = 60;

  /** Neighbours of a token that a task gives, a distance and an index each. */
  private static final int NEIGHBOURS = 16;

  private static final int BYTES_PER_NEIGHBOUR = 12;

  /** Operations in 10^9. */
  double gflop() {
    double pairs = (double) tokens * tokens * width;
    double labels = 2.0 * tokens * clusters * width;
    double decided = 3.0 * PAIRS_IN_DOUBLE * tokens * width;
    return (pairs * (1 + 2 * WITHOUT_DENSER_NEIGHBOUR) + labels + decided) / 1e9;
  }

  /** S, tokens of a block; all where they fit into one. */
  long blockTokens() {
    return Math.min(tokens, Math.max(1, TASK_BYTES / 2 / ((long) width * Float.BYTES)));
  }

  private long blocks() {
    return tokens == 0 ? 0 : (tokens + blockTokens() - 1) / blockTokens();
  }

  /** Pairs of blocks, in both passes. */
  long tasks() {
    long some = (long) Math.ceil(WITHOUT_DENSER_NEIGHBOUR * blocks());
    return blocks() * (blocks() + 1) / 2 + some * blocks();
  }

  /** Bytes of all tokens with their keys. */
  long bytesWritten() {
    return tokens * ((long) width * Float.BYTES + BYTES_OF_KEYS);
  }

  /** Bytes that the tasks of both passes read: the tokens, for each block about once. */
  long bytesRead() {
    return Math.round(bytesWritten() * blocks() * (1 + 2 * WITHOUT_DENSER_NEIGHBOUR));
  }

  /** Bytes of the neighbours that tasks give. */
  long bytesShuffled() {
    return tasks() * 2 * blockTokens() * NEIGHBOURS * BYTES_PER_NEIGHBOUR;
  }
}
