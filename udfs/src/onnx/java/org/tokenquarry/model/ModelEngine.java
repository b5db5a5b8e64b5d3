package org.tokenquarry.model;

/** The engines that the spike holds side by side, both on the CPU. */
public enum ModelEngine {
  /** What the product uses: {@code *.pt} in libtorch. */
  TORCHSCRIPT(ScriptModule::load),
  /** {@code *.onnx} in ONNX Runtime. */
  ONNX(OnnxModule::load);

  private final ModelModule.Loader loader;

  ModelEngine(ModelModule.Loader loader) {
    this.loader = loader;
  }

  /** Loads a bundle that has both formats; the caller closes it. */
  public LoadedModel open(ModelBundle bundle) {
    return LoadedModel.open(bundle, ModelDevice.CPU, loader);
  }
}
