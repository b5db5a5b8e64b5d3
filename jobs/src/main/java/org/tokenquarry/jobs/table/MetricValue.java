package org.tokenquarry.jobs.table;

import org.apache.spark.sql.Row;

/**
 * The value of a metric with its interval, as the table {@code evaluations} holds it. The interval
 * covers 95 % and comes from a bootstrap over images. A measured time has its own bounds: from the
 * shortest of several runs to the median.
 *
 * @param value the value
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record MetricValue(double value, double low, double high) {

  /** A value that is computed and not estimated: both ends of the interval are the value itself. */
  public static MetricValue exact(double value) {
    return new MetricValue(value, value, value);
  }

  /** Reads a row of the table {@code evaluations}. */
  public static MetricValue of(Row row) {
    return new MetricValue(
        row.<Double>getAs("value"), row.<Double>getAs("low"), row.<Double>getAs("high"));
  }
}
