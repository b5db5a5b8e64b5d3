package org.tokenquarry.jobs.scenes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.scene.Question;
import org.tokenquarry.scene.RenderedScene;
import org.tokenquarry.scene.Scene;

/**
 * Writes a series as a folder that can be ingested and asked about: {@code images/scene-000000.png}
 * and so on, and {@code questions.jsonl} with image (path in the folder), imageId (sha256 of the
 * file), set, type, question, answers, and scoring where it is not left to the reader.
 */
final class SceneFolder {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SceneFolder() {}

  /**
   * Writes the folder.
   *
   * @param directory exists; files of the same names are replaced
   * @return how many questions were written
   */
  static int write(SceneSeries series, Path directory) throws IOException {
    Path images = Files.createDirectories(directory.resolve("images"));
    int written = 0;
    try (BufferedWriter questions = Files.newBufferedWriter(directory.resolve("questions.jsonl"))) {
      for (Iterator<SceneSeries.Drawn> scenes = series.drawn().iterator(); scenes.hasNext(); ) {
        SceneSeries.Drawn drawn = scenes.next();
        String name = String.format(Locale.ROOT, "scene-%06d.png", drawn.scene().index());
        byte[] png = png(drawn.rendered());
        Files.write(images.resolve(name), png);
        for (Question question : drawn.questions()) {
          questions.write(json("images/" + name, Sha256.of(png), question));
          questions.write('\n');
          written++;
        }
      }
    }
    return written;
  }

  private static byte[] png(RenderedScene rendered) throws IOException {
    BufferedImage image = new BufferedImage(Scene.SIZE, Scene.SIZE, BufferedImage.TYPE_INT_RGB);
    byte[] rgb = rendered.rgb();
    for (int pixel = 0; pixel < Scene.SIZE * Scene.SIZE; pixel++) {
      int red = rgb[3 * pixel] & 0xFF;
      int green = rgb[3 * pixel + 1] & 0xFF;
      int blue = rgb[3 * pixel + 2] & 0xFF;
      image.setRGB(pixel % Scene.SIZE, pixel / Scene.SIZE, (red << 16) | (green << 8) | blue);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static String json(String image, String imageId, Question question) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("image", image);
    node.put("imageId", imageId);
    node.put("set", question.set());
    node.put("type", question.type());
    node.put("question", question.text());
    question.answers().forEach(node.putArray("answers")::add);
    if (!question.scoring().isEmpty()) {
      node.put("scoring", question.scoring());
    }
    return JSON.writeValueAsString(node);
  }
}
