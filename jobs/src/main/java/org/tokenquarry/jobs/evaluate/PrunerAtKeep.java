package org.tokenquarry.jobs.evaluate;

import org.tokenquarry.task.AskQuestions;

/**
 * What metrics are about.
 *
 * @param pruner its name
 * @param keep ratio of the visual tokens that is kept, (0, 1]
 */
record PrunerAtKeep(String pruner, double keep) {

  /** The model with all visual tokens. */
  static final PrunerAtKeep UNPRUNED = new PrunerAtKeep(AskQuestions.UNPRUNED, 1);
}
