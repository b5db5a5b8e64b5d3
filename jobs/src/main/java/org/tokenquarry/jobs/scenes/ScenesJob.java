package org.tokenquarry.jobs.scenes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tokenquarry.jobs.config.SceneFormat;

/**
 * Draws procedural scenes and asks questions about them.
 *
 * <p>Input: none. Output: a folder. Example:
 *
 * <pre>{@code tokenquarry scenes --count 200 --seed 1 --out scenes}</pre>
 *
 * <p>Failure modes: the folder cannot be written.
 */
public final class ScenesJob {

  private final int count;
  private final long seed;
  private final Path directory;
  private final SceneFormat format;

  /**
   * Plans a series.
   *
   * @param count at least 1
   * @param seed the same seed gives the same files
   * @param directory made if it does not exist; files of the same names are replaced
   */
  public ScenesJob(int count, long seed, Path directory, SceneFormat format) {
    this.count = count;
    this.seed = seed;
    this.directory = directory;
    this.format = format;
  }

  /** Writes the series. */
  public ScenesSummary run() {
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
