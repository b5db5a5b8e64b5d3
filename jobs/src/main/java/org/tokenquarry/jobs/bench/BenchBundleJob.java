package org.tokenquarry.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.DecoderShape;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.VisionShape;

/**
 * Makes a bundle with random weights and the shape of a larger model, for benchmarks.
 *
 * <p>Only Python's torch can write TorchScript, so this runs {@code scripts/random_bundle.py}.
 * Input: none. Output: a bundle. Example:
 *
 * <pre>{@code tokenquarry bench bundle --hidden 1024 --layers 12 --grid 24 --out /tmp/large}</pre>
 *
 * <p>Failure modes: no interpreter has torch ({@link UserException}).
 */
public final class BenchBundleJob implements Job<BenchBundleSummary> {

  private static final String SCRIPT = "scripts/random_bundle.py";

  /** Debian's own has python3-torch, also where another one comes first on the path. */
  private static final List<String> INSTALLED = List.of("python3", "/usr/bin/python3");

  private final Path home;
  private final List<String> pythons;

  /** Takes the directory and the interpreter that the environment names. */
  public BenchBundleJob() {
    this(
        Path.of(Objects.requireNonNullElse(System.getenv("TOKENQUARRY_HOME"), "")),
        Optional.ofNullable(System.getenv("TOKENQUARRY_PYTHON")).map(List::of).orElse(INSTALLED));
  }

  /**
   * Makes the job.
   *
   * @param home the directory in which {@code scripts} is
   * @param pythons commands of interpreters; the first that has torch is used
   */
  public BenchBundleJob(Path home, List<String> pythons) {
    this.home = home;
    this.pythons = List.copyOf(pythons);
  }

  /** Writes the bundle and opens it once. */
  @Override
  public BenchBundleSummary run(JobContext context) {
    BenchSettings.RandomBundle bundle = context.settings().bench().bundle();
    Path script = home.resolve(SCRIPT);
    if (!Files.isRegularFile(script)) {
      throw BenchErrors.noBundleScript(script);
    }
    call(
        List.of(
            Pythons.withTorch(pythons),
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
      EndedProcess ended = EndedProcess.of(command);
      if (ended.code() != 0) {
        throw BenchErrors.pythonFailed(command.get(0), lastLine(ended.said()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String lastLine(String text) {
    List<String> lines = text.strip().lines().toList();
    return lines.isEmpty()
        ? "it said nothing"
        : lines.get(lines.size() - 1).strip().replaceFirst("\\.$", "");
  }
}
