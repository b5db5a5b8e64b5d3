package org.tokenquarry.jobs.table;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the steps of earlier nights depended on and told, one row for each step. */
public final class FinishedSteps {

  private static final String WORK = "steps";

  private final Warehouse warehouse;

  /** Looks at the steps of {@code warehouse}. */
  public FinishedSteps(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** All steps by their names. Starts no Spark session. */
  public Map<String, FinishedStep> all() {
    Map<String, FinishedStep> steps = new TreeMap<>();
    warehouse
        .direct(Tables.STEPS)
        .rows(
            List.of(FinishedStep.COLUMNS.schema().fieldNames()),
            Optional.empty(),
            row -> Optional.of(FinishedStep.of(row)))
        .forEach(step -> steps.put(step.step(), step));
    return steps;
  }

  /**
   * Replaces what is known, in one commit. The table has few rows whatever the number of nights.
   *
   * @throws ConcurrentRunException if another night does the same at the same time
   */
  public void replace(Collection<FinishedStep> steps, RunInfo run) {
    FileCommits commits = new FileCommits(warehouse);
    Sequence place = commits.last(Tables.STEPS, WORK).next();
    commits.replace(Tables.STEPS, FinishedStep.COLUMNS, List.copyOf(steps), place, run);
  }
}
