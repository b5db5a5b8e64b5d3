package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;

/** Memory over 10,000 batches: flat, for every array belongs to a scope that closes. */
@Tag("soak")
class SoakTest {

  private static final long BATCHES = 10_000;
  private static final int SAMPLES = 50;

  /** A leak of a single array of one token a batch would be more, and the noise is less. */
  private static final double MOST_BYTES_PER_BATCH = 256;

  /** Memory at one moment, bytes. */
  private record Sample(long batch, double resident, double heap) {}

  @Test
  void memoryIsFlat() throws IOException {
    String location = ModelBundle.BUNDLED;
    try (LoadedModel model = LoadedModel.open(ModelBundle.open(location), ModelDevice.CPU)) {
      // Every token goes through every stage.
      ExperimentSettings settings = Samples.settings(1, 1, null);
      CascadeEngine engine = new CascadeEngine(model, settings, new Batching(1, 1 << 18));
      List<Sample> samples = new ArrayList<>();
      long begin = model.work().calls();
      for (int image = 0; samples.size() <= SAMPLES; image++) {
        float[] pixels = TinyBundles.pixels(image % 7 + 1, model.manifest().imageSize())[image % 7];
        engine.examine(model.vision().tokens(new float[][] {pixels}).get(0));
        long batch = model.work().calls() - begin;
        if (batch >= samples.size() * BATCHES / SAMPLES) {
          samples.add(sample(batch));
        }
      }
      assertThat(model.openScopes()).isZero();
      // The first third fills pools and compiles.
      List<Sample> settled = samples.subList(SAMPLES / 3, samples.size());
      double resident = slope(settled, Sample::resident);
      double heap = slope(settled, Sample::heap);
      System.out.printf(
          "soak: %d batches, resident %.0f MiB, slope %.1f bytes a batch; heap %.0f MiB, slope %.1f"
              + " bytes a batch%n",
          settled.get(settled.size() - 1).batch(),
          settled.get(settled.size() - 1).resident() / (1 << 20),
          resident,
          settled.get(settled.size() - 1).heap() / (1 << 20),
          heap);
      assertThat(resident).as("slope of resident memory").isLessThan(MOST_BYTES_PER_BATCH);
      assertThat(heap).as("slope of the heap").isLessThan(MOST_BYTES_PER_BATCH);
    }
  }

  private static Sample sample(long batch) throws IOException {
    System.gc();
    double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    String resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return new Sample(batch, 1024.0 * Long.parseLong(resident.replaceAll("\\D", "")), heap);
  }

  /** Least squares, bytes a batch. */
  private static double slope(List<Sample> samples, ToDoubleFunction<Sample> bytes) {
    double x = samples.stream().mapToDouble(Sample::batch).average().orElseThrow();
    double y = samples.stream().mapToDouble(bytes).average().orElseThrow();
    double both =
        samples.stream().mapToDouble(s -> (s.batch() - x) * (bytes.applyAsDouble(s) - y)).sum();
    double square = samples.stream().mapToDouble(s -> (s.batch() - x) * (s.batch() - x)).sum();
    return both / square;
  }
}
