package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A module of a bundle in native memory: methods on tensors, called by the names in {@code
 * docs/model-bundle.md}. They may run in many threads at once. All that the product asks of a
 * module goes through this interface; {@code docs/second-engine.md} says what else would stand
 * behind it.
 */
interface ModelModule extends AutoCloseable {

  /** Opens modules. */
  @FunctionalInterface
  interface Loader {
    /**
     * Opens one module.
     *
     * @param directory of the bundle; its files are verified
     * @param name {@code vision} or {@code decoder}
     * @throws RuntimeException of the engine, if a file is none of its format
     */
    ModelModule load(Path directory, String name, ModelDevice device) throws IOException;
  }

  /** Says whether the module has a method of that name. */
  boolean offers(String method);

  /**
   * Runs a method on tensors.
   *
   * @return its results, which belong to {@code scope}
   * @throws ai.djl.engine.EngineException if there is no such method or the shapes do not fit
   */
  NDList run(NDManager scope, String method, NDArray... inputs);

  /** Runs the method {@code run_layers}, see {@link LanguageDecoder#runLayers}. */
  NDList runLayers(NDManager scope, NDArray states, NDArray positions, int first, int end);

  /** Runs the method {@code keys_of}, see {@link LanguageDecoder#keysOf}. */
  NDArray keysOf(NDManager scope, NDArray states, NDArray positions, int layer);

  @Override
  void close();
}
