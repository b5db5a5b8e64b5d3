package org.tokenquarry.jobs.table;

import java.util.List;

/** Spark hands arrays of floats over as lists of boxed ones. */
public final class Floats {

  private Floats() {}

  /** The same numbers in a plain array. */
  public static float[] of(List<Float> boxed) {
    float[] values = new float[boxed.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = boxed.get(i);
    }
    return values;
  }
}
