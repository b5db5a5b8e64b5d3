package org.tokenquarry.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.DecoderShape;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.VisionShape;

/**
 * Makes a bundle with random weights, of the shape of larger models, to measure engines on.
 *
 * <p>TorchScript can be written by Python's torch alone, so this runs {@code
 * scripts/random_bundle.py}. Input: none. Output: a bundle. Example:
 *
 * <pre>{@code tokenquarry bench bundle --hidden 1024 --layers 12 --grid 24 --out /tmp/large}</pre>
 *
 * <p>Failure modes: there is no {@code python3} with torch ({@link UserException}).
 */
public final class BenchBundleJob {

  private static final String SCRIPT = "scripts/random_bundle.py";

  private final BenchSettings.RandomBundle bundle;
  private final Path home;
  private final String python;

  /**
   * Plans a bundle.
   *
   * @param home the directory in which {@code scripts} is
   * @param python command of an interpreter with torch
   */
  public BenchBundleJob(BenchSettings.RandomBundle bundle, Path home, String python) {
    this.bundle = bundle;
    this.home = home;
    this.python = python;
  }

  /** Writes the bundle and opens it once. */
  public BenchBundleSummary run() {
    Path script = home.resolve(SCRIPT);
    if (!Files.isRegularFile(script)) {
      throw new UserException(
          "no-scripts",
          "There is no " + script + ", which writes bundles.",
          "Run bench bundle through bin/tokenquarry of a release, or scripts/tokenquarry of a"
              + " source tree.");
    }
    call(
        List.of(
            python,
            script.toString(),
            "--hidden=" + bundle.hidden(),
            "--layers=" + bundle.layers(),
            "--grid=" + bundle.grid(),
            "--vocabulary=" + bundle.vocabulary(),
            "--dtype=" + bundle.dtype(),
            "--out=" + bundle.directory()));
    BundleManifest manifest = ModelBundle.open(bundle.directory()).manifest();
    return new BenchBundleSummary(
        bundle.directory(),
        manifest.decoderShape().map(DecoderShape::parameters).orElse(0L)
            + manifest.visionShape().map(VisionShape::parameters).orElse(0L),
        manifest.grid().size());
  }

  private static void call(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new UserException(
            "python-failed",
            command.get(0) + " could not write the bundle: " + lastLine(said) + ".",
            "Install torch for it (Debian: python3-torch), or name another interpreter in the"
                + " environment variable TOKENQUARRY_PYTHON.");
      }
    } catch (IOException e) {
      throw new UserException(
          "no-python",
          "The command " + command.get(0) + " cannot be run.",
          "Install python3 and torch (Debian: python3-torch), or name another interpreter in the"
              + " environment variable TOKENQUARRY_PYTHON.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private static String lastLine(String text) {
    List<String> lines = text.strip().lines().toList();
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1).strip();
  }
}
