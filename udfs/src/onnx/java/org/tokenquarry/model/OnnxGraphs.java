package org.tokenquarry.model;

import ai.djl.engine.EngineException;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The graphs of one module of a bundle in ONNX Runtime, one a method: {@code vision.features.onnx}
 * and so on. On the CPU, one thread a call; may be used by many threads.
 */
final class OnnxGraphs implements AutoCloseable {

  private static final String ENDING = ".onnx";

  private final OrtEnvironment environment;
  private final Map<String, OrtSession> sessions = new TreeMap<>();

  private OnnxGraphs(Path directory, String module) throws IOException {
    this.environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        Stream<Path> files = Files.list(directory)) {
      environment.setTelemetry(false);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(module + ".") && name.endsWith(ENDING)) {
          String method = name.substring(module.length() + 1, name.length() - ENDING.length());
          sessions.put(method, environment.createSession(file.toString(), options));
        }
      }
    } catch (OrtException e) {
      close();
      throw new EngineException("ONNX Runtime cannot load the graphs of " + module, e);
    }
  }

  /**
   * Loads all graphs of a module.
   *
   * @throws EngineException if one is not valid
   */
  static OnnxGraphs load(Path directory, String module) throws IOException {
    return new OnnxGraphs(directory, module);
  }

  /** Says whether there is a graph of that method. */
  boolean has(String method) {
    return sessions.containsKey(method);
  }

  /**
   * Runs a graph.
   *
   * @param inputs in the order of the method's arguments
   * @return its results, copied, float32
   * @throws EngineException if there is no such graph or the shapes do not fit
   */
  List<Numbers> run(String method, List<Numbers> inputs) {
    OrtSession session = sessions.get(method);
    if (session == null) {
      throw new EngineException("there is no graph of the method " + method);
    }
    Map<String, OnnxTensor> named = new LinkedHashMap<>();
    try {
      Iterator<String> names = session.getInputNames().iterator();
      for (Numbers input : inputs) {
        named.put(names.next(), tensor(input));
      }
      try (OrtSession.Result result = session.run(named)) {
        List<Numbers> copies = new ArrayList<>();
        for (Map.Entry<String, OnnxValue> each : result) {
          OnnxTensor tensor = (OnnxTensor) each.getValue();
          copies.add(new Numbers(tensor.getFloatBuffer(), tensor.getInfo().getShape()));
        }
        return copies;
      }
    } catch (OrtException e) {
      throw new EngineException("the graph of " + method + " failed", e);
    } finally {
      named.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(Numbers input) throws OrtException {
    return input.values() instanceof FloatBuffer floats
        ? OnnxTensor.createTensor(environment, floats, input.shape())
        : OnnxTensor.createTensor(environment, (LongBuffer) input.values(), input.shape());
  }

  @Override
  public void close() {
    try {
      for (OrtSession session : sessions.values()) {
        session.close();
      }
    } catch (OrtException e) {
      throw new EngineException("a graph did not close", e);
    }
  }
}
