package org.tokenquarry.model;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * One TorchScript file, loaded; its methods may run in many threads at once.
 *
 * <p>Holds DJL's {@link Model} strongly: an unreachable one closes its block when it is finalized.
 */
final class ScriptModule implements AutoCloseable {

  private final Model model;
  private final PtSymbolBlock block;

  private ScriptModule(Model model) {
    this.model = model;
    this.block = (PtSymbolBlock) model.getBlock();
  }

  /**
   * Loads {@code name.pt}.
   *
   * @throws ai.djl.engine.EngineException if it is no TorchScript
   */
  static ScriptModule load(Path directory, String name, ModelDevice device) throws IOException {
    Model model = Model.newInstance(name, device.toDjl(), PtEngine.ENGINE_NAME);
    try {
      model.load(directory, name, Map.of("mapLocation", "true"));
      return new ScriptModule(model);
    } catch (MalformedModelException e) {
      model.close();
      throw new IOException(name + ".pt is malformed", e);
    } catch (RuntimeException | IOException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Runs a method on tensors.
   *
   * @return the tensors that it gives, attached to {@code scope}
   * @throws ai.djl.engine.EngineException if there is no such method or the shapes do not fit
   */
  NDList run(NDManager scope, String method, NDArray... inputs) {
    IValue[] arguments = new IValue[inputs.length];
    try {
      for (int i = 0; i < inputs.length; i++) {
        arguments[i] = IValue.from((PtNDArray) inputs[i]);
      }
      try (IValue result = IValueUtils.runMethod(block, method, arguments)) {
        return result.toNDList((PtNDManager) scope);
      }
    } finally {
      for (IValue argument : arguments) {
        if (argument != null) {
          argument.close();
        }
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
