package org.tokenquarry.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tokenquarry.experiment.CascadeEngine;
import org.tokenquarry.experiment.DrawnScenes;
import org.tokenquarry.token.VisualTokens;

/**
 * Measures both engines side by side: each of its turns is followed by one of the other, so that
 * what else the machine does falls on both. Prints a table and writes {@code target/engines.json}.
 */
public final class EngineBenchmark {

  private static final int STARTS = 3;
  private static final int ROUNDS = 21;
  private static final int WARM_UP = 5;
  private static final int SCENES = 20;

  private final Path directory;
  private final List<Row> rows = new ArrayList<>();

  private EngineBenchmark(Path directory) {
    this.directory = directory;
  }

  /**
   * One line of the table.
   *
   * @param torch median in TorchScript
   * @param onnx median in ONNX Runtime
   * @param ratio of the second to the first
   */
  record Row(String what, String unit, double torch, double onnx, double ratio) {}

  /** Something that takes time. */
  @FunctionalInterface
  private interface Turn {
    double measure(ModelEngine engine) throws IOException, InterruptedException;
  }

  /**
   * Measures.
   *
   * @param arguments {@code bundled}, whose cascade is measured, too, or the directory of a bundle
   *     that {@code scripts/export_onnx.py} wrote
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean bundled = arguments[0].equals(ModelBundle.BUNDLED);
    ModelBundle bundle =
        bundled
            ? ExportedBundle.make()
                .orElseThrow(() -> new IllegalStateException("no Python here has torch"))
            : ModelBundle.open(arguments[0]);
    EngineBenchmark benchmark = new EngineBenchmark(bundle.directory());
    benchmark.starts();
    benchmark.calls(Call.ofImage(bundle.manifest()));
    if (bundled) {
      benchmark.cascade(bundle);
    }
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(Path.of("target/engines.json").toFile(), benchmark.rows);
  }

  private void starts() throws IOException, InterruptedException {
    System.out.println("| | | TorchScript | ONNX Runtime | ratio |\n|---|---|---|---|---|");
    Map<ModelEngine, List<double[]>> found = new EnumMap<>(ModelEngine.class);
    for (int i = 0; i < STARTS; i++) {
      for (ModelEngine engine : ModelEngine.values()) {
        found.computeIfAbsent(engine, each -> new ArrayList<>()).add(process(engine));
      }
    }
    String[] what = {"start to the first image", "memory after it", "memory after five more"};
    String[] unit = {"ms", "MiB", "MiB"};
    for (int i = 0; i < what.length; i++) {
      int column = i;
      row(
          what[i],
          unit[i],
          column(found.get(ModelEngine.TORCHSCRIPT), column),
          column(found.get(ModelEngine.ONNX), column));
    }
  }

  private static double[] column(List<double[]> lines, int column) {
    return lines.stream().mapToDouble(line -> line[column]).toArray();
  }

  private double[] process(ModelEngine engine) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                System.getProperty("java.class.path"),
                EngineStart.class.getName(),
                engine.name(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the process of " + engine + " failed");
    }
    return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private void calls(List<Call> calls) throws IOException, InterruptedException {
    try (PlainEngine torch = PlainEngine.open(ModelEngine.TORCHSCRIPT, directory);
        PlainEngine onnx = PlainEngine.open(ModelEngine.ONNX, directory)) {
      for (Call call : calls) {
        times(
            call.name(),
            ROUNDS,
            engine -> milliseconds(() -> (engine == ModelEngine.ONNX ? onnx : torch).run(call)));
      }
    }
  }

  private void cascade(ModelBundle bundle) throws IOException, InterruptedException {
    try (LoadedModel torch = ModelEngine.TORCHSCRIPT.open(bundle);
        LoadedModel onnx = ModelEngine.ONNX.open(bundle)) {
      float[][] scenes = DrawnScenes.pixels(bundle.manifest(), SCENES);
      Map<ModelEngine, Integer> next = new EnumMap<>(ModelEngine.class);
      times(
          "an image through the cascade, behind the product's interface",
          SCENES,
          engine -> {
            int scene = next.merge(engine, 1, Integer::sum) % SCENES;
            LoadedModel model = engine == ModelEngine.ONNX ? onnx : torch;
            return milliseconds(() -> examine(model, scenes[scene]));
          });
    }
  }

  private static void examine(LoadedModel model, float[] pixels) {
    VisualTokens tokens = model.vision().tokens(new float[][] {pixels}).get(0);
    new CascadeEngine(model, DrawnScenes.SETTINGS, Call.BATCHING).examine(tokens);
  }

  private static double milliseconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private void times(String what, int rounds, Turn turn) throws IOException, InterruptedException {
    double[] torch = new double[rounds];
    double[] onnx = new double[rounds];
    for (int i = -WARM_UP; i < rounds; i++) {
      double first = turn.measure(ModelEngine.TORCHSCRIPT);
      double second = turn.measure(ModelEngine.ONNX);
      if (i >= 0) {
        torch[i] = first;
        onnx[i] = second;
      }
    }
    row(what, "ms", torch, onnx);
  }

  private void row(String what, String unit, double[] torch, double[] onnx) {
    Row row = new Row(what, unit, median(torch), median(onnx), median(onnx) / median(torch));
    rows.add(row);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.1f | %.1f | %.2f |%n",
        row.what(),
        row.unit(),
        row.torch(),
        row.onnx(),
        row.ratio());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
