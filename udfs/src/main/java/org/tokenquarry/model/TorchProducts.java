package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.cluster.ScreenProducts;
import org.tokenquarry.cluster.ScreenedPoints;

/**
 * Products of points by PyTorch's matrix multiplication in float32, on one device, in the calling
 * thread. The left side stays in native memory until another one comes, so a block that is compared
 * with many is copied once.
 *
 * <p>Native memory: both sides, {@code 4 D} bytes a point, and one tile of 8 MiB. The caller closes
 * it. One thread uses it.
 */
public final class TorchProducts implements ScreenProducts, AutoCloseable {

  private static final int ROWS = 1024;
  private static final int COLUMNS = 2048;

  /** Rows and columns of the tiles of a block with itself: half of them are not needed. */
  private static final int SIDE = 512;

  private final NDManager root;
  private NDManager leftScope;
  private ScreenedPoints left;
  private List<NDArray> leftSlices;

  /**
   * Prepares the calling thread and a device.
   *
   * @throws org.tokenquarry.error.UserException {@code device-unavailable} if the engine cannot use
   *     the device
   */
  public TorchProducts(ModelDevice device) {
    NativeRuntime.require(device);
    NativeRuntime.bindThread();
    root = NDManager.newBaseManager(device.toDjl(), "PyTorch");
  }

  @Override
  public void of(ScreenedPoints left, ScreenedPoints right, Tile tiles) {
    hold(left);
    if (left == right) {
      multiplyWithItself(leftSlices, tiles);
      return;
    }
    try (NDManager scope = root.newSubManager()) {
      multiply(leftSlices, slices(scope, right), tiles);
    }
  }

  private void hold(ScreenedPoints points) {
    if (left != points) {
      if (leftScope != null) {
        leftScope.close();
      }
      leftScope = root.newSubManager();
      leftSlices = slices(leftScope, points);
      left = points;
    }
  }

  private static List<NDArray> slices(NDManager scope, ScreenedPoints points) {
    List<NDArray> slices = new ArrayList<>();
    for (int s = 0; s < points.slices(); s++) {
      float[] slice = points.slice(s);
      slices.add(scope.create(slice, new Shape(points.count(), slice.length / points.count())));
    }
    return slices;
  }

  private void multiply(List<NDArray> lefts, List<NDArray> rights, Tile tiles) {
    int rows = count(lefts);
    int columns = count(rights);
    for (int row = 0; row < rows; row += ROWS) {
      for (int column = 0; column < columns; column += COLUMNS) {
        int lastRow = Math.min(row + ROWS, rows);
        int lastColumn = Math.min(column + COLUMNS, columns);
        tile(lefts, rights, row, lastRow, column, lastColumn, tiles);
      }
    }
  }

  /** The tiles on and above the diagonal. */
  private void multiplyWithItself(List<NDArray> slices, Tile tiles) {
    int points = count(slices);
    for (int row = 0; row < points; row += SIDE) {
      int lastRow = Math.min(row + SIDE, points);
      for (int column = row; column < points; column += SIDE) {
        tile(slices, slices, row, lastRow, column, Math.min(column + SIDE, points), tiles);
      }
    }
  }

  private static int count(List<NDArray> slices) {
    return (int) slices.get(0).getShape().get(0);
  }

  private void tile(
      List<NDArray> lefts,
      List<NDArray> rights,
      int row,
      int lastRow,
      int column,
      int lastColumn,
      Tile tiles) {
    try (NDManager scope = root.newSubManager()) {
      NDArray sum = null;
      for (int s = 0; s < lefts.size(); s++) {
        NDArray part =
            rows(scope, lefts.get(s), row, lastRow)
                .matMul(rows(scope, rights.get(s), column, lastColumn).transpose());
        sum = sum == null ? part : sum.addi(part);
      }
      tiles.accept(row, lastRow - row, column, lastColumn - column, sum.toFloatArray());
    }
  }

  /** A view; it belongs to the tile's scope, and so do its results. */
  private static NDArray rows(NDManager scope, NDArray slice, int from, int to) {
    NDArray view = slice.get(new NDIndex("{}:{}", from, to));
    view.attach(scope);
    return view;
  }

  /** Frees native memory. */
  @Override
  public void close() {
    root.close();
  }
}
