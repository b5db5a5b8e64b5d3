package org.tokenquarry.jobs.plan;

import org.tokenquarry.cluster.BlockedDpcKnn;
import org.tokenquarry.jobs.cluster.StagedTokens;
import org.tokenquarry.jobs.config.PartitionSettings;

/**
 * The cost of DPC-kNN over N tokens of width D, in blocks of S tokens over the executors, see
 * {@link BlockedDpcKnn}. A multiply-add counts as 2. Exact clustering has C = 1 cell.
 *
 * <ol>
 *   <li>Distances: each pair once, by products of float32 matrices, {@code N^2 D}. A task compares
 *       a block with up to 8 others.
 *   <li>Denser neighbours: a token with a denser one among its nearest is done. The others, a share
 *       u, are compared with all tokens, {@code 2 u N^2 D}.
 *   <li>With C cells, both take {@code b / C} of that, because tokens meet those of their cell
 *       only. On top come the nearest of C centres for each token, {@code 2 N C D}, and the tokens
 *       that may become centres of clusters, {@code 8 K + C} of them, with all, {@code 2 (8 K + C)
 *       N D}.
 *   <li>Labels: each token with each of K centres, {@code 2 N K D}.
 *   <li>What the products leave open is decided in double: a subtraction, a product and a sum for
 *       each dimension of some pairs of each token, {@code 3 p N D}.
 * </ol>
 *
 * @param tokens N, at least 0
 * @param width D
 * @param clusters K
 * @param blockBytes memory of the vectors of a block ({@code clustering.blockMemory})
 * @param cells C, at least 1
 */
record ClusterCost(long tokens, int width, int clusters, long blockBytes, int cells) {

  /** b: cells are not of the same size; so much more they cost. */
  private static final double UNEQUAL_CELLS = 1.2;

  /** u: 3 to 20 % were seen. */
  private static final double WITHOUT_DENSER_NEIGHBOUR = 0.1;

  /** p, for each token. */
  private static final int PAIRS_IN_DOUBLE = 32;

  /** Neighbours of a token that are kept, a number and a distance each, and its other numbers. */
  private static final int DRIVER_BYTES = 16 * 12 + 40;

  /** Operations in 10^9. */
  double gflop() {
    double pairs = (double) tokens * tokens * width * share();
    double others = cells == 1 ? 0 : 2.0 * tokens * width * (parts() + contenders());
    double labels = 2.0 * tokens * clusters * width;
    double decided = 3.0 * PAIRS_IN_DOUBLE * tokens * width;
    return (pairs * (1 + 2 * WITHOUT_DENSER_NEIGHBOUR) + others + labels + decided) / 1e9;
  }

  private long parts() {
    return new PartitionSettings(cells).parts();
  }

  /** Pairs of tokens of one cell, a share of all pairs. */
  private double share() {
    return cells == 1 ? 1 : Math.min(1, UNEQUAL_CELLS / cells);
  }

  /** Tokens that may become centres of clusters. */
  private long contenders() {
    return cells == 1 ? 0 : Math.min(tokens, (long) BlockedDpcKnn.CONTENDERS * clusters + cells);
  }

  /** S, tokens of a block; all where they fit into one. */
  long blockTokens() {
    long fit = Math.max(1, blockBytes / ((long) width * Float.BYTES));
    return Math.min(tokens, Math.min(fit, StagedTokens.MOST));
  }

  private long blocks() {
    return tokens == 0 ? 0 : Math.max(cells, (tokens + blockTokens() - 1) / blockTokens());
  }

  /** Blocks of a cell, as many as a block meets others on average. */
  private long ofCell() {
    return tokens == 0 ? 0 : Math.max(1, Math.round(blocks() * share()));
  }

  /** Blocks of the tokens that have no denser neighbour. */
  private long open() {
    return (long) Math.ceil(WITHOUT_DENSER_NEIGHBOUR * blocks());
  }

  /** Tasks that compare tokens with tokens. */
  long tasks() {
    return blocks() * waves(ofCell() / 2 + 1) + open() * waves(ofCell()) + wide();
  }

  /** Tasks of the tokens that may become centres: some blocks of them, with all. */
  private long wide() {
    long ofContenders = tokens == 0 ? 0 : (contenders() + blockTokens() - 1) / blockTokens();
    return ofContenders * ((blocks() + BlockedDpcKnn.WIDEST - 1) / BlockedDpcKnn.WIDEST);
  }

  /** Bytes that these tasks read: each its own block and those that it compares this one with. */
  long bytesRead() {
    long others = blocks() * (ofCell() / 2) + open() * ofCell() + wide() * BlockedDpcKnn.WIDEST;
    return (tasks() + others) * blockTokens() * width * Float.BYTES;
  }

  /** Bytes that the driver keeps. */
  long driverBytes() {
    return tokens * DRIVER_BYTES;
  }

  /** In how many steps so many blocks are reached: 1, 1, 2, 4, 8, 8, ... of them. */
  private static long waves(long blocks) {
    long waves = 0;
    for (long from = 0; from < blocks; waves++) {
      from = BlockedDpcKnn.waveEnd(from);
    }
    return waves;
  }
}
