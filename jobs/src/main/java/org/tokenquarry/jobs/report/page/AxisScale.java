package org.tokenquarry.jobs.report.page;

import java.util.stream.DoubleStream;

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

  /** Those values that have a place on the axis. */
  DoubleStream held(DoubleStream values) {
    return values.filter(value -> Double.isFinite(position(value)));
  }

  /** Where a value lies. */
  abstract double position(double value);

  /** What lies at a position. */
  abstract double value(double position);
}
