package org.tokenquarry.model;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.JniUtils;
import org.tokenquarry.error.UserException;

/** Starts the native engine of this JVM, and prepares threads for it. */
final class NativeRuntime {

  private NativeRuntime() {}

  /** The engine; the first call configures and starts it. */
  static Engine engine() {
    configure();
    return Engine.getEngine(PtEngine.ENGINE_NAME);
  }

  /**
   * Configures DJL; to be called before any of its native code. DJL does not use the network, does
   * not send usage data, and unpacks libraries below {@link CacheDirectory}. DJL's own settings
   * take precedence.
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
   * Prepares the calling thread: one intra-op thread, since tasks fill the cores, and no profiling
   * graph optimiser, with which the first calls would differ from later ones. Both are settings of
   * a thread, so every thread needs this call.
   */
  static void bindThread() {
    JniUtils.setNumThreads(1);
    JniUtils.setGraphExecutorOptimize(false);
  }

  /**
   * Checks that the engine can use a device.
   *
   * @throws UserException with the code {@code device-unavailable} if it cannot
   */
  static void require(ModelDevice device) {
    Engine engine = engine();
    if (!device.isGpu()) {
      return;
    }
    if (!engine.hasCapability(StandardCapabilities.CUDA)) {
      throw DeviceErrors.noCudaLibraries(device, engine.getVersion());
    }
    if (device.index() >= engine.getGpuCount()) {
      throw DeviceErrors.gpuNotSeen(device, engine.getGpuCount());
    }
  }
}
