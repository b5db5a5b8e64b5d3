package org.tokenquarry.scene;

import java.util.List;

/**
 * Draws scenes by evaluating outlines at nine points per pixel. No graphics toolkit is used, so the
 * bytes are the same on every machine.
 *
 * <p>Stateless, may be shared by threads.
 */
public final class SceneRenderer {

  private static final int SAMPLES = 3;
  private static final double SAMPLES_PER_PIXEL = SAMPLES * SAMPLES;
  private static final double SAMPLES_PER_PATCH =
      SAMPLES_PER_PIXEL * RenderedScene.PATCH * RenderedScene.PATCH;

  /** Draws one scene. */
  public RenderedScene render(Scene scene) {
    byte[] rgb = new byte[Scene.SIZE * Scene.SIZE * 3];
    int patches = RenderedScene.PATCHES * RenderedScene.PATCHES;
    int[][] samples = new int[patches][scene.objects().size()];
    for (int y = 0; y < Scene.SIZE; y++) {
      for (int x = 0; x < Scene.SIZE; x++) {
        int patch = y / RenderedScene.PATCH * RenderedScene.PATCHES + x / RenderedScene.PATCH;
        write(rgb, y * Scene.SIZE + x, colourAt(scene, x, y, samples[patch]));
      }
    }
    int[] owner = new int[patches];
    int[] coverage = new int[patches];
    for (int patch = 0; patch < patches; patch++) {
      int best = largest(samples[patch]);
      int covered = best < 0 ? 0 : samples[patch][best];
      coverage[patch] = (int) Math.rint(255 * covered / SAMPLES_PER_PATCH);
      owner[patch] = coverage[patch] == 0 ? 0 : best + 1;
    }
    return new RenderedScene(rgb, owner, coverage);
  }

  private static Rgb colourAt(Scene scene, int x, int y, int[] patchSamples) {
    Rgb colour = nearest(scene.regions(), x, y).texture().colourAt(x, y);
    for (Distractors group : scene.distractors()) {
      if (group.covers(x + 0.5, y + 0.5)) {
        colour = group.paint();
      }
    }
    List<SceneObject> objects = scene.objects();
    for (int i = 0; i < objects.size(); i++) {
      int covered = samplesCovered(objects.get(i), x, y);
      if (covered > 0) {
        patchSamples[i] += covered;
        colour = colour.mix(objects.get(i).paint(), covered / SAMPLES_PER_PIXEL);
      }
    }
    return colour;
  }

  private static int samplesCovered(SceneObject object, int x, int y) {
    int covered = 0;
    for (int row = 0; row < SAMPLES; row++) {
      for (int col = 0; col < SAMPLES; col++) {
        if (object.covers(x + (col + 0.5) / SAMPLES, y + (row + 0.5) / SAMPLES)) {
          covered++;
        }
      }
    }
    return covered;
  }

  private static Scene.Region nearest(List<Scene.Region> regions, int x, int y) {
    Scene.Region nearest = regions.get(0);
    double least = Double.POSITIVE_INFINITY;
    for (Scene.Region region : regions) {
      double squared = (region.x() - x) * (region.x() - x) + (region.y() - y) * (region.y() - y);
      if (squared < least) {
        least = squared;
        nearest = region;
      }
    }
    return nearest;
  }

  private static int largest(int[] counts) {
    int best = -1;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && (best < 0 || counts[i] > counts[best])) {
        best = i;
      }
    }
    return best;
  }

  private static void write(byte[] rgb, int pixel, Rgb colour) {
    rgb[3 * pixel] = (byte) (int) Math.rint(colour.red());
    rgb[3 * pixel + 1] = (byte) (int) Math.rint(colour.green());
    rgb[3 * pixel + 2] = (byte) (int) Math.rint(colour.blue());
  }
}
