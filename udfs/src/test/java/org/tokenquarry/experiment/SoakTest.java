package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;

/** Memory does not grow over 10,000 batches, since every array belongs to a scope that closes. */
@Tag("soak")
class SoakTest {

  private static final long BATCHES = 10_000;
  private static final int SAMPLES = 50;

  /** Batches that fill pools and let the JIT compile the code. */
  private static final long SETTLING = 5_000;

  /** Above the noise, and below a leak of one array of one token in each batch. */
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
      long begin = model.work().calls() + SETTLING;
      for (int image = 0; samples.size() <= SAMPLES; image++) {
        float[] pixels = TinyBundles.pixels(image % 7 + 1, model.manifest().imageSize())[image % 7];
        engine.examine(model.vision().tokens(new float[][] {pixels}).get(0));
        long batch = model.work().calls() - begin;
        if (batch >= samples.size() * BATCHES / SAMPLES) {
          samples.add(sample(batch));
        }
      }
      assertThat(model.openScopes()).isZero();
      double resident = slope(samples, Sample::resident);
      double heap = slope(samples, Sample::heap);
      Sample last = samples.get(samples.size() - 1);
      System.out.printf(
          "soak: %d batches after %d, resident %.0f MiB, slope %.1f bytes a batch; heap %.0f MiB,"
              + " slope %.1f bytes a batch%n",
          last.batch(),
          SETTLING,
          last.resident() / (1 << 20),
          resident,
          last.heap() / (1 << 20),
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
            .filter(line -> line.startsWith("RssAnon:"))
            .findFirst()
            .orElseThrow();
    return new Sample(batch, 1024.0 * Long.parseLong(resident.replaceAll("\\D", "")), heap);
  }

  /**
   * The median of the slopes between any two samples (Theil-Sen), bytes a batch. A leak is in all
   * of them; what is taken once, such as memory of the JIT compiler, is in few.
   */
  private static double slope(List<Sample> samples, ToDoubleFunction<Sample> bytes) {
    List<Double> slopes = new ArrayList<>();
    for (int later = 1; later < samples.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        Sample a = samples.get(earlier);
        Sample b = samples.get(later);
        slopes.add((bytes.applyAsDouble(b) - bytes.applyAsDouble(a)) / (b.batch() - a.batch()));
      }
    }
    Collections.sort(slopes);
    return slopes.get(slopes.size() / 2);
  }
}
