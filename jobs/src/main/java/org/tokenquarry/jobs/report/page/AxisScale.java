package org.tokenquarry.jobs.report.page;

/** How values are laid out along an axis. */
public enum AxisScale {
  /** Equal steps for equal differences. */
  LINEAR {
    @Override
    double position(double value) {
      return value;
    }

    @Override
    double value(double position) {
      return position;
    }
  },

  /** Equal steps for equal ratios; holds positive values only. */
  LOG {
    @Override
    double position(double value) {
      return Math.log10(value);
    }

    @Override
    double value(double position) {
      return Math.pow(10, position);
    }
  };

  /** Where a value lies. */
  abstract double position(double value);

  /** What lies at a position. */
  abstract double value(double position);
}
