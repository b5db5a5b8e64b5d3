package org.tokenquarry.jobs.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.scene.Scene;
import org.tokenquarry.scene.SceneGenerator;
import org.tokenquarry.scene.SceneRenderer;

/** Scenes as the pixels that a bundle takes. */
final class BenchScenes {

  /** That of `scenes` by default: the scenes that the quickstart mines. */
  private static final long SEED = 1;

  private BenchScenes() {}

  static List<float[]> pixels(BundleManifest manifest, int count) {
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
}
