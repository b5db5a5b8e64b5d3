package org.tokenquarry.jobs.scenes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tokenquarry.jobs.config.ScenesSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.scene.SceneSequence;
import org.tokenquarry.scene.World;

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
    return write(context.settings().scenes());
  }

  /**
   * Writes a series.
   *
   * @param settings the same ones give the same files. The directory is made if it does not exist;
   *     files of the same names are replaced
   */
  public static ScenesSummary write(ScenesSettings settings) {
    boolean sequences = settings.world() == World.SEQUENCES;
    SceneSeries series = new SceneSeries(settings.count(), settings.seed(), settings.world());
    Path directory = Path.of(settings.directory());
    try {
      Files.createDirectories(directory);
      int questions =
          switch (settings.format()) {
            case PNG ->
                sequences
                    ? SceneFolder.writeSequences(series, directory)
                    : SceneFolder.write(series, directory);
            case NPY ->
                sequences
                    ? SceneArrays.writeSequences(series, directory)
                    : SceneArrays.write(series, directory);
          };
      int images = settings.count() * (sequences ? SceneSequence.LENGTH : 1);
      return new ScenesSummary(images, questions, directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
