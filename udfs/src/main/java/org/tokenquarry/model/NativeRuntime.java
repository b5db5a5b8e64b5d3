package org.tokenquarry.model;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.JniUtils;
import org.tokenquarry.error.UserException;

/** The native engine of this JVM: how it starts, and how a thread uses it. */
final class NativeRuntime {

  private NativeRuntime() {}

  /** Starts the engine on its first call, as {@link #configure} says. */
  static Engine engine() {
    configure();
    return Engine.getEngine(PtEngine.ENGINE_NAME);
  }

  /**
   * Sets how DJL behaves, to be called before any of its native code: it stays off the network,
   * tells nobody of its use, and unpacks libraries below {@link CacheDirectory}, unless its own
   * settings say otherwise.
   */
  static void configure() {
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
    if (System.getenv("DJL_CACHE_DIR") == null && System.getenv("ENGINE_CACHE_DIR") == null) {
      setDefault("DJL_CACHE_DIR", CacheDirectory.root().resolve("djl").toString());
    }
    setDefault("ai.djl.pytorch.graph_optimizer", "false");
  }

  private static synchronized void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Prepares this thread: one intra-op thread, since tasks fill the cores, and no profiling graph
   * optimiser, which would let the first calls differ from later ones. Both are settings of a
   * thread, so that doing it once in a JVM binds nobody.
   */
  static void bindThread() {
    JniUtils.setNumThreads(1);
    JniUtils.setGraphExecutorOptimize(false);
  }

  /**
   * Makes sure that the engine can use a device.
   *
   * @throws UserException with the code {@code device-unavailable}
   */
  static void require(ModelDevice device) {
    Engine engine = engine();
    if (!device.isGpu()) {
      return;
    }
    if (!engine.hasCapability(StandardCapabilities.CUDA)) {
      throw new UserException(
          "device-unavailable",
          "The task has the GPU " + device.index() + ", but PyTorch's CPU libraries are loaded.",
          "Install the CUDA libraries of PyTorch "
              + engine.getVersion()
              + " on the node, or choose the device cpu.");
    }
    if (device.index() >= engine.getGpuCount()) {
      throw new UserException(
          "device-unavailable",
          "The task has the GPU "
              + device.index()
              + ", but this process sees "
              + engine.getGpuCount()
              + ".",
          "Compare the addresses of Spark's gpu resource with CUDA_VISIBLE_DEVICES.");
    }
  }
}
