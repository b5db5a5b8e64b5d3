package org.tokenquarry.jobs.report.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.tokenquarry.scene.RenderedScene;
import org.tokenquarry.scene.Scene;
import org.tokenquarry.scene.SceneGenerator;
import org.tokenquarry.scene.SceneRenderer;
import org.tokenquarry.token.TokenGrid;

/** Made-up images of scenes, with redundancy and selections of their tokens. */
final class SampleImages {

  /** A name that breaks a page which does not escape it. */
  static final String HOSTILE_NAME = "<script>alert(1)</script> & \"quoted\" 'name'.png";

  /** How many images there are. */
  static final int COUNT = 12;

  /** The grid of their tokens. */
  static final TokenGrid GRID = new TokenGrid(12, 12);

  private final List<RenderedScene> scenes =
      IntStream.range(0, COUNT)
          .mapToObj(new SceneGenerator(7)::scene)
          .map(new SceneRenderer()::render)
          .toList();

  /** The id of an image; of no image from {@link #COUNT} on. */
  static String imageId(int i) {
    return "%064x".formatted(i + 1);
  }

  /** All images. */
  List<Picture> pictures() {
    return IntStream.range(0, COUNT).mapToObj(i -> picture(scenes.get(i), i)).toList();
  }

  /** Redundancy over all images. */
  TokenMaps maps() {
    return new TokenMaps(
        "Redundancy",
        "Largest cosine similarity to a prototype, rescaled: 0 = like none, 1 = equal to one.",
        IntStream.range(0, COUNT).mapToObj(i -> map(scenes.get(i), i)).toList(),
        2);
  }

  private static Picture picture(RenderedScene scene, int i) {
    String name = i == 0 ? HOSTILE_NAME : "scene-%05d.png".formatted(i);
    return new Picture(imageId(i), name, "image/png", png(scene.rgb()), Scene.SIZE, Scene.SIZE);
  }

  private static TokenMap map(RenderedScene scene, int i) {
    Random random = new Random(i);
    List<TokenMap.Score> scores = new ArrayList<>();
    for (int token = 0; token < GRID.size(); token++) {
      double value = 0.95 - 0.8 * scene.coverage()[token] / 255.0 - 0.35 * random.nextDouble();
      if (i != 2 || token % 7 != 0) {
        scores.add(new TokenMap.Score(token, Math.max(0, value), value > 0.8));
      }
    }
    return new TokenMap(
        imageId(i),
        GRID,
        scores,
        List.of(
            new TokenMap.Selection("codebook", least(scores, 29)),
            new TokenMap.Selection("random", least(scores.subList(40, scores.size()), 29))));
  }

  private static List<Integer> least(List<TokenMap.Score> scores, int count) {
    return scores.stream()
        .sorted(Comparator.comparingDouble(TokenMap.Score::value))
        .limit(count)
        .map(TokenMap.Score::token)
        .toList();
  }

  private static byte[] png(byte[] rgb) {
    BufferedImage image = new BufferedImage(Scene.SIZE, Scene.SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < Scene.SIZE * Scene.SIZE; i++) {
      int colour = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255);
      image.setRGB(i % Scene.SIZE, i / Scene.SIZE, colour);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
