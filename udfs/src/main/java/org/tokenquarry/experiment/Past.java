package org.tokenquarry.experiment;

import ai.djl.ndarray.NDManager;
import org.tokenquarry.model.KvCache;

/** The keys and values that sequences continue from. */
@FunctionalInterface
interface Past {

  /**
   * The past of one batch.
   *
   * @param scope owns what is made for the batch
   * @param sequences numbers of the batch's sequences, possibly repeated
   * @return of batch 1 or {@code sequences.length}; of one length, whatever the batch
   */
  KvCache of(NDManager scope, int[] sequences);

  /** One past for all sequences, of batch 1. */
  static Past shared(KvCache cache) {
    return (scope, sequences) -> cache;
  }
}
