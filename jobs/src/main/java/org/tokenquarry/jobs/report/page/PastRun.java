package org.tokenquarry.jobs.report.page;

import java.time.Instant;
import java.util.List;

/**
 * A run of a verb that wrote to the warehouse.
 *
 * @param verb what ran
 * @param startedAt when
 * @param seconds how long
 * @param failure code and sentence; empty if it ended well
 * @param numbers what it told, each as {@code name value}
 */
public record PastRun(
    String verb, Instant startedAt, double seconds, String failure, List<String> numbers) {

  /** Copies the list. */
  public PastRun {
    numbers = List.copyOf(numbers);
  }
}
