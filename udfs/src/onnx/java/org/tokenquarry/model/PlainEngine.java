package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An engine alone, from plain numbers to plain numbers, for measuring. Belongs to one thread. */
interface PlainEngine extends AutoCloseable {

  /** Those of a bundle. */
  List<String> MODULES = List.of("vision", "decoder");

  /** Runs a call and copies its first result. */
  float[] run(Call call);

  @Override
  void close();

  /** Loads both modules of a bundle. */
  static PlainEngine open(ModelEngine engine, Path directory) throws IOException {
    return engine == ModelEngine.ONNX ? new Onnx(directory) : new Torch(directory);
  }

  /** ONNX Runtime without libtorch. */
  final class Onnx implements PlainEngine {

    private final Map<String, OnnxGraphs> modules = new HashMap<>();

    private Onnx(Path directory) throws IOException {
      for (String name : MODULES) {
        modules.put(name, OnnxGraphs.load(directory, name));
      }
    }

    @Override
    public float[] run(Call call) {
      return modules.get(call.module()).run(call.method(), call.inputs()).get(0).floats();
    }

    @Override
    public void close() {
      modules.values().forEach(OnnxGraphs::close);
    }
  }

  /** TorchScript in libtorch. */
  final class Torch implements PlainEngine {

    private final Map<String, ScriptModule> modules = new HashMap<>();
    private final NDManager root;

    private Torch(Path directory) throws IOException {
      NativeRuntime.require(ModelDevice.CPU);
      NativeRuntime.bindThread();
      this.root = NDManager.newBaseManager(ModelDevice.CPU.toDjl(), "PyTorch");
      for (String name : MODULES) {
        modules.put(name, ScriptModule.load(directory, name, ModelDevice.CPU));
      }
    }

    @Override
    public float[] run(Call call) {
      try (NDManager scope = root.newSubManager()) {
        NDArray[] inputs =
            call.inputs().stream()
                .map(input -> scope.create(input.floats(), new Shape(input.shape())))
                .toArray(NDArray[]::new);
        return modules.get(call.module()).run(scope, call.method(), inputs).get(0).toFloatArray();
      }
    }

    @Override
    public void close() {
      modules.values().forEach(ScriptModule::close);
      root.close();
    }
  }
}
