package org.tokenquarry.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tokenquarry.image.ImageDecoder;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.scene.Scene;
import org.tokenquarry.scene.SceneGenerator;
import org.tokenquarry.scene.SceneRenderer;

/** The images of a benchmark as the pixels that a bundle takes. */
final class BenchImages {

  /** That of `scenes` by default: the scenes that the quickstart mines. */
  private static final long SEED = 1;

  private BenchImages() {}

  /** The first scenes. */
  static List<Pixels> scenes(BundleManifest manifest, int count) {
    Preprocessor preprocessor = new Preprocessor(manifest.preprocessing());
    SceneGenerator generator = new SceneGenerator(SEED);
    SceneRenderer renderer = new SceneRenderer();
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                preprocessor.pixels(
                    new RgbImage(
                        Scene.SIZE, Scene.SIZE, renderer.render(generator.scene(i)).rgb())))
        .toList();
  }

  /**
   * The first photographs of a directory by name; files that are no images within the limits are
   * left out.
   *
   * @param count at most
   * @throws org.tokenquarry.error.UserException with the code {@code no-photos} if there is none
   */
  static List<Pixels> photos(
      BundleManifest manifest, ImageLimits limits, Path directory, int count) {
    Preprocessor preprocessor = new Preprocessor(manifest.preprocessing());
    ImageDecoder decoder = new ImageDecoder(limits);
    try (Stream<Path> files = Files.list(directory)) {
      List<Pixels> pixels =
          files
              .filter(Files::isRegularFile)
              .sorted()
              .flatMap(file -> decoded(decoder, file).stream())
              .limit(count)
              .map(preprocessor::pixels)
              .toList();
      if (pixels.isEmpty()) {
        throw BenchErrors.noPhotos(directory);
      }
      return pixels;
    } catch (IOException e) {
      throw BenchErrors.noPhotos(directory);
    }
  }

  private static Optional<RgbImage> decoded(ImageDecoder decoder, Path file) {
    try {
      return Optional.of(decoder.decode(Files.readAllBytes(file)).image());
    } catch (UnreadableImageException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
