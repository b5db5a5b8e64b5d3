package org.tokenquarry.experiment;

import java.util.stream.IntStream;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.scene.Scene;
import org.tokenquarry.scene.SceneGenerator;
import org.tokenquarry.scene.SceneRenderer;

/** The scenes of the quickstart, and the settings of the preset {@code bundled}. */
public final class DrawnScenes {

  /** Those of the preset. */
  public static final ExperimentSettings SETTINGS =
      new ExperimentSettings(
          ProbeRule.ALL,
          3,
          50,
          10,
          DivergenceForm.OFFICIAL_CODE,
          FirstTokenRule.FIRST,
          1,
          16,
          0.38,
          8e-6,
          null,
          MinedView.BASE);

  private static final long SEED = 1;

  private DrawnScenes() {}

  /** The first scenes as pixels {@code [3, H, W]}. */
  public static float[][] pixels(BundleManifest manifest, int count) {
    Preprocessor preprocessor = new Preprocessor(manifest.preprocessing());
    SceneGenerator generator = new SceneGenerator(SEED);
    SceneRenderer renderer = new SceneRenderer();
    return IntStream.range(0, count)
        .mapToObj(i -> renderer.render(generator.scene(i)).rgb())
        .map(rgb -> preprocessor.pixels(new RgbImage(Scene.SIZE, Scene.SIZE, rgb)).values())
        .toArray(float[][]::new);
  }
}
