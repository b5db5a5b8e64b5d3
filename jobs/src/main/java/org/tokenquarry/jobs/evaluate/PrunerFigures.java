package org.tokenquarry.jobs.evaluate;

import java.util.Map;

/**
 * What one pruner reached at one budget on one set of questions.
 *
 * @param pruner its name
 * @param keep share of the visual tokens that was kept; 1 for the unpruned model
 * @param figures by the names of {@link org.tokenquarry.jobs.table.FigureNames}; one that does not
 *     exist is not there
 */
record PrunerFigures(String pruner, double keep, Map<String, Figure> figures) {

  /** The value of a figure, or null. */
  Double value(String metric) {
    Figure figure = figures.get(metric);
    return figure == null ? null : (Double) figure.value();
  }
}
