package org.tokenquarry.jobs.evaluate;

import java.util.List;
import org.apache.commons.lang3.StringUtils;

/**
 * The first column of tables as text: names of pruners.
 *
 * @param width in characters
 */
record NameColumn(int width) {

  private static final int USUAL = 26;

  /** As wide as all names want it; those of pruners with constants are long. */
  static NameColumn of(List<EvaluationRow> rows) {
    int widest = rows.stream().mapToInt(row -> row.pruner().length()).max().orElse(0);
    return new NameColumn(Math.max(USUAL, widest + 1));
  }

  /** A line break, and the name behind it. */
  String line(String name) {
    return System.lineSeparator() + StringUtils.rightPad(name, width);
  }
}
