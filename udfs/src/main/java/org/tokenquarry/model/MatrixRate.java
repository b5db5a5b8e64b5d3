package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * How fast one thread multiplies matrices with the library that the model runs on. A model's rate
 * is compared with this peak.
 */
public final class MatrixRate {

  private static final int SIDE = 1024;
  private static final int PRODUCTS = 8;
  private static final int ROUNDS = 5;

  private MatrixRate() {}

  /**
   * Multiplies square float32 matrices of 1,024 rows, in the calling thread.
   *
   * @param model on whose device the matrices are multiplied; stays open
   * @return operations per second, a multiply-add as 2, in the fastest of 5 rounds
   */
  public static double measure(LoadedModel model) {
    double best = 0;
    try (NDManager scope = model.newScope()) {
      NDArray left = scope.randomUniform(-1, 1, new Shape(SIDE, SIDE));
      NDArray right = scope.randomUniform(-1, 1, new Shape(SIDE, SIDE));
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.max(best, round(left, right));
      }
    }
    return best;
  }

  private static double round(NDArray left, NDArray right) {
    long start = System.nanoTime();
    for (int i = 0; i < PRODUCTS; i++) {
      try (NDArray product = left.matMul(right)) {
        // Reading one number waits for a device that computes asynchronously.
        product.getFloat(0, 0);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return PRODUCTS * 2.0 * SIDE * SIDE * SIDE / seconds;
  }
}
