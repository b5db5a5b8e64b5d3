package org.tokenquarry.jobs.compose.fair;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tokenquarry.jobs.config.SceneFormat;
import org.tokenquarry.jobs.config.ScenesSettings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.config.SuiteSettings;
import org.tokenquarry.jobs.config.Words;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.scene.World;
import org.tokenquarry.source.LocalUri;

/**
 * Where a suite keeps what it makes. A folder belongs to one choice of images for ever, so that
 * nothing is searched again once the test was looked at.
 *
 * @param directory absolute
 * @param own images in place of drawn scenes, which are not in the directory
 */
record TrialFolder(Path directory, Optional<SuiteSettings.Own> own) {

  /** The sets of images. */
  enum Scenes {
    MINED,
    VALIDATION,
    TEST
  }

  /**
   * Takes a folder that does not exist yet, or that was taken for the same images before.
   *
   * @throws org.tokenquarry.error.UserException if it holds anything else
   */
  static TrialFolder claim(String path, SuiteSettings suite) {
    if (LocalUri.hasScheme(path)) {
      throw SuiteErrors.notLocal(path);
    }
    Path directory = Path.of(path).toAbsolutePath().normalize();
    if (Files.exists(directory.resolve(Tables.IMAGES.name()))) {
      throw SuiteErrors.taken(directory, "the tables of a warehouse");
    }
    Map<String, Record> images =
        suite
            .own()
            .map(own -> Map.<String, Record>of("own", own))
            .orElseGet(() -> Map.of("scenes", suite.sizes(), "seeds", suite.seeds()));
    String wanted = SettingsDigest.ofNamed(images).json();
    Path claim = directory.resolve("trial.json");
    try {
      Files.createDirectories(directory);
      if (!Files.exists(claim)) {
        TrialMemory.replace(claim, wanted);
      } else if (!Files.readString(claim).equals(wanted)) {
        throw SuiteErrors.taken(directory, "a trial with other images: " + Files.readString(claim));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TrialFolder(directory, suite.own());
  }

  /** How a set of scenes is drawn. */
  ScenesSettings drawn(Scenes scenes, SuiteSettings suite) {
    return switch (scenes) {
      case MINED -> settings(scenes, suite.sizes().mined(), suite.seeds().mined());
      case VALIDATION -> settings(scenes, suite.sizes().validation(), suite.seeds().validation());
      case TEST -> settings(scenes, suite.sizes().test(), suite.seeds().test());
    };
  }

  private ScenesSettings settings(Scenes scenes, int count, long seed) {
    return new ScenesSettings(count, seed, drawn(scenes), SceneFormat.PNG, World.ALL);
  }

  /** The folder of a set of images, and of its questions. */
  String of(Scenes scenes) {
    return own.map(
            named ->
                switch (scenes) {
                  case MINED -> named.mined();
                  case VALIDATION -> named.validation();
                  case TEST -> named.test();
                })
        .orElseGet(() -> drawn(scenes));
  }

  private String drawn(Scenes scenes) {
    return directory.resolve("scenes").resolve(Words.of(scenes)).toString();
  }

  /** What belongs to one model: {@code warehouse}, {@code report.html}, results of the steps. */
  Path ofModel(String name) {
    return directory.resolve("models").resolve(name);
  }

  /** The table over all models. */
  Path table() {
    return directory.resolve("table.md");
  }
}
