package org.tokenquarry.jobs.table;

import java.util.Comparator;
import java.util.OptionalDouble;

/**
 * A file of questions that a version was evaluated on.
 *
 * @param name of all its questions together, such as {@code all#78d2e27b}
 * @param questions that have answers; where none has one, all of them
 * @param images that these questions are about
 * @param unpruned accuracy with all visual tokens, 0 to 1; empty where no question has an answer
 */
public record EvaluatedSet(String name, long questions, long images, OptionalDouble unpruned) {

  /** Files with answers first, then the larger ones; the name makes it a total order. */
  static final Comparator<EvaluatedSet> LARGEST_FIRST =
      Comparator.comparing((EvaluatedSet set) -> !set.answered())
          .thenComparing(EvaluatedSet::questions, Comparator.reverseOrder())
          .thenComparing(EvaluatedSet::images, Comparator.reverseOrder())
          .thenComparing(EvaluatedSet::name);

  /** Whether the accuracy is known, and not only the fidelity. */
  public boolean answered() {
    return unpruned.isPresent();
  }
}
