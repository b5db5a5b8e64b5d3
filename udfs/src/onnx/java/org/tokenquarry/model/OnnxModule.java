package org.tokenquarry.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The graphs of a module behind the interface of the product. Tensors of the callers stay DJL's
 * own, so inputs and results are copied. Offers no {@code run_layers} and no {@code keys_of}.
 */
final class OnnxModule implements ModelModule {

  private final OnnxGraphs graphs;

  private OnnxModule(OnnxGraphs graphs) {
    this.graphs = graphs;
  }

  /** Loads the graphs of a module; the device must be the CPU. */
  static OnnxModule load(Path directory, String name, ModelDevice device) throws IOException {
    if (device.isGpu()) {
      throw new EngineException("the spike computes on the CPU alone");
    }
    return new OnnxModule(OnnxGraphs.load(directory, name));
  }

  @Override
  public boolean offers(String method) {
    return graphs.has(method);
  }

  @Override
  public NDList run(NDManager scope, String method, NDArray... inputs) {
    List<Numbers> numbers = Arrays.stream(inputs).map(OnnxModule::numbers).toList();
    NDList results = new NDList();
    for (Numbers result : graphs.run(method, numbers)) {
      results.add(scope.create(result.floats(), new Shape(result.shape())));
    }
    return results;
  }

  private static Numbers numbers(NDArray array) {
    long[] shape = array.getShape().getShape();
    return array.getDataType() == DataType.INT64
        ? Numbers.of(array.toLongArray(), shape)
        : Numbers.of(array.toFloatArray(), shape);
  }

  @Override
  public NDList runLayers(NDManager scope, NDArray states, NDArray positions, int first, int end) {
    throw new EngineException("there is no graph of run_layers");
  }

  @Override
  public NDArray keysOf(NDManager scope, NDArray states, NDArray positions, int layer) {
    throw new EngineException("there is no graph of keys_of");
  }

  @Override
  public void close() {
    graphs.close();
  }
}
