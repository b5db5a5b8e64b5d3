package org.tokenquarry.jobs.calibrate;

import java.util.List;
import org.tokenquarry.task.ChosenPruners;

/**
 * What contestants are to the executors.
 *
 * @param <T> what is tried
 */
interface Entrants<T> {

  /** What they are, in the plural, for what is shown while they are asked. */
  String word();

  /** How many floats one of them takes. */
  long numbers(T tried);

  /** Pruners with the names of the contestants. */
  ChosenPruners pruners(List<Contestant<T>> together);
}
