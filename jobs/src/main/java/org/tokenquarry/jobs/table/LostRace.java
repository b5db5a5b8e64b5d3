package org.tokenquarry.jobs.table;

import io.delta.exceptions.DeltaConcurrentModificationException;
import org.tokenquarry.error.Problem;

/** What a run is told that another one was faster than. */
final class LostRace {

  private LostRace() {}

  /**
   * What to throw for a commit that failed. Spark throws Delta's checked conflict through methods
   * that declare nothing.
   *
   * @param cause what both runs wrote, for a conflict
   * @param remedy what to do then
   */
  static RuntimeException or(Exception failed, String cause, String remedy) {
    if (failed instanceof DeltaConcurrentModificationException) {
      return of(cause, remedy, failed);
    }
    return failed instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failed);
  }

  /**
   * A conflict.
   *
   * @param failed null where Delta did not notice it
   */
  static ConcurrentRunException of(String cause, String remedy, Exception failed) {
    return new ConcurrentRunException(new Problem("lost-race", cause, remedy), failed);
  }
}
