package org.tokenquarry.jobs.evaluate;

import java.util.Map;
import org.tokenquarry.jobs.table.MetricValue;

/**
 * The metrics of one pruner at one keep ratio on one set of questions.
 *
 * @param pruner its name
 * @param keep ratio of the visual tokens that was kept, (0, 1]; 1 for the unpruned model
 * @param values by the names of {@link org.tokenquarry.jobs.table.MetricNames}; a metric without a
 *     value has no entry
 */
record PrunerMetrics(String pruner, double keep, Map<String, MetricValue> values) {

  /** The value of a metric, or null. */
  Double value(String metric) {
    MetricValue found = values.get(metric);
    return found == null ? null : (Double) found.value();
  }
}
