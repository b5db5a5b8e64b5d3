package org.tokenquarry.cluster;

import java.io.Serializable;

/**
 * What distances cost.
 *
 * @param pairs that were compared in float
 * @param decided of these, computed in double
 * @param operations of the products in float, a multiply-add as 2
 */
public record PairWork(long pairs, long decided, double operations) implements Serializable {

  /** No work. */
  public static final PairWork NONE = new PairWork(0, 0, 0);

  /** Both together. */
  public PairWork plus(PairWork other) {
    return new PairWork(
        pairs + other.pairs, decided + other.decided, operations + other.operations);
  }

  static PairWork of(long pairs, int dim, long decided) {
    return new PairWork(pairs, decided, 2.0 * pairs * dim);
  }
}
