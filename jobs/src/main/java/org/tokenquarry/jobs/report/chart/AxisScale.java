package org.tokenquarry.jobs.report.chart;

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

  /** The values that have a place on the axis. */
  DoubleStream held(DoubleStream values) {
    return values.filter(value -> Double.isFinite(position(value)));
  }

  /** The position of a value along the axis, in units of the scale. */
  abstract double position(double value);

  /** The value at a position. */
  abstract double value(double position);
}
