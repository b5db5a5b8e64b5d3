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
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loaded TorchScript file.
 *
 * <p>Keeps a reference to DJL's {@link Model}, because a model that is garbage-collected closes its
 * block.
 */
final class ScriptModule implements ModelModule {

  private final Model model;
  private final PtSymbolBlock block;
  private final Set<String> methods;

  private ScriptModule(Model model) {
    this.model = model;
    this.block = (PtSymbolBlock) model.getBlock();
    this.methods = Set.of(JniUtils.getMethodNames(block));
  }

  /**
   * Loads {@code name.pt}.
   *
   * @throws ai.djl.engine.EngineException if it is not TorchScript
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

  @Override
  public boolean offers(String method) {
    return methods.contains(method);
  }

  @Override
  public NDList run(NDManager scope, String method, NDArray... inputs) {
    return call(scope, method, tensors(inputs));
  }

  @Override
  public NDList runLayers(NDManager scope, NDArray states, NDArray positions, int first, int end) {
    List<IValue> arguments = new ArrayList<>(tensors(states, positions));
    arguments.add(IValue.from(first));
    arguments.add(IValue.from(end));
    return call(scope, "run_layers", arguments);
  }

  @Override
  public NDArray keysOf(NDManager scope, NDArray states, NDArray positions, int layer) {
    List<IValue> arguments = new ArrayList<>(tensors(states, positions));
    arguments.add(IValue.from(layer));
    return call(scope, "keys_of", arguments).singletonOrThrow();
  }

  private static List<IValue> tensors(NDArray... inputs) {
    return Arrays.stream(inputs).map(input -> IValue.from((PtNDArray) input)).toList();
  }

  private NDList call(NDManager scope, String method, List<IValue> arguments) {
    try (IValue result = IValueUtils.runMethod(block, method, arguments.toArray(IValue[]::new))) {
      return result.toNDList((PtNDManager) scope);
    } finally {
      arguments.forEach(IValue::close);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
