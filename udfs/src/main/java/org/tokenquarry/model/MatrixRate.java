package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * How fast one thread multiplies matrices with the library that the model runs on. A model's rate
 * is compared with this peak.
 */
public final class MatrixRate {

  private static final int SIDE = 1024;

  /** Below some 4,000 rows a large GPU waits for its next product longer than it computes. */
  private static final int GPU_SIDE = 8192;

  private static final int PRODUCTS = 8;
  private static final int ROUNDS = 5;

  private MatrixRate() {}

  /**
   * Multiplies square matrices in the calling thread: on a CPU float32 of 1,024 rows, on a GPU
   * 8,192 rows with as many bits as the model's weights.
   *
   * @param model on whose device the matrices are multiplied; stays open
   * @return operations per second, a multiply-add as 2, in the fastest of 5 rounds
   */
  public static double measure(LoadedModel model) {
    return model.device().isGpu()
        ? measure(model, GPU_SIDE, weights(model.manifest().dtype()))
        : measure(model, SIDE, DataType.FLOAT32);
  }

  /**
   * The same in float32 without a model: what clustering is compared with.
   *
   * @param device that multiplies
   */
  public static double measure(ModelDevice device) {
    NativeRuntime.require(device);
    NativeRuntime.bindThread();
    try (NDManager root = NDManager.newBaseManager(device.toDjl(), "PyTorch")) {
      return measure(root, device.isGpu() ? GPU_SIDE : SIDE, DataType.FLOAT32);
    }
  }

  /** The same with matrices of {@code side} rows in a type. */
  static double measure(LoadedModel model, int side, DataType type) {
    try (NDManager scope = model.newScope()) {
      return measure(scope, side, type);
    }
  }

  private static double measure(NDManager root, int side, DataType type) {
    double best = 0;
    try (NDManager scope = root.newSubManager()) {
      NDArray left = random(scope, side, type);
      NDArray right = random(scope, side, type);
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.max(best, round(left, right, side));
      }
    }
    return best;
  }

  /**
   * The type of matrices that are as fast as a bundle's weights. It is float16 for both 16-bit
   * types: GPUs multiply them at one rate, and an array of bfloat16 ends the process in DJL's
   * native code.
   *
   * @param dtype as the manifest writes it
   */
  static DataType weights(String dtype) {
    return dtype.equals("float32") ? DataType.FLOAT32 : DataType.FLOAT16;
  }

  private static NDArray random(NDManager scope, int side, DataType type) {
    return scope.randomUniform(-1, 1, new Shape(side, side)).toType(type, false);
  }

  private static double round(NDArray left, NDArray right, int side) {
    long start = System.nanoTime();
    for (int i = 0; i < PRODUCTS; i++) {
      try (NDArray product = left.matMul(right);
          NDArray corner = product.get(new NDIndex(0, 0));
          NDArray wide = corner.toType(DataType.FLOAT32, false)) {
        // Reading one number waits for a device that computes asynchronously.
        wide.toFloatArray();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return PRODUCTS * 2.0 * side * side * side / seconds;
  }
}
