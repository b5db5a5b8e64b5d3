package org.tokenquarry.jobs.scenes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tokenquarry.jobs.config.SceneFormat;
import org.tokenquarry.jobs.config.ScenesSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

/**
 * Draws procedural scenes and asks questions about them.
 *
 * <p>Input: none. Output: a folder. Example:
 *
 * <pre>{@code tokenquarry scenes --count 200 --seed 1 --out scenes}</pre>
 *
 * <p>Failure modes: the folder cannot be written.
 */
public final class ScenesJob implements Job<ScenesSummary> {

  @Override
  public ScenesSummary run(JobContext context) {
    ScenesSettings settings = context.settings().scenes();
    return write(
        settings.count(), settings.seed(), Path.of(settings.directory()), settings.format());
  }

  /**
   * Writes a series.
   *
   * @param count at least 1
   * @param seed the same seed gives the same files
   * @param directory made if it does not exist; files of the same names are replaced
   */
  public static ScenesSummary write(int count, long seed, Path directory, SceneFormat format) {
    SceneSeries series = new SceneSeries(count, seed);
    try {
      Files.createDirectories(directory);
      int questions =
          switch (format) {
            case PNG -> SceneFolder.write(series, directory);
            case NPY -> SceneArrays.write(series, directory);
          };
      return new ScenesSummary(count, questions, directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
