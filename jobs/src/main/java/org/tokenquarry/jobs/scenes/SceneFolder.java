package org.tokenquarry.jobs.scenes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    return write(
        series
            .drawn()
            .map(
                drawn ->
                    new Pictures(
                        List.of(
                            String.format(Locale.ROOT, "scene-%06d.png", drawn.scene().index())),
                        List.of(drawn.rendered()),
                        drawn.questions())),
        directory);
  }

  /**
   * Writes sequences likewise: {@code images/sequence-000000-1.png} and so on, and for each
   * question {@code images} and {@code imageIds} in place of image and imageId.
   *
   * @param directory exists; files of the same names are replaced
   * @return how many questions were written
   */
  static int writeSequences(SceneSeries series, Path directory) throws IOException {
    return write(
        series
            .sequences()
            .map(
                sequence ->
                    new Pictures(
                        IntStream.rangeClosed(1, sequence.rendered().size())
                            .mapToObj(
                                i ->
                                    String.format(
                                        Locale.ROOT, "sequence-%06d-%d.png", sequence.index(), i))
                            .toList(),
                        sequence.rendered(),
                        sequence.questions())),
        directory);
  }

  /** Pictures that questions are about, and the names of their files. */
  private record Pictures(
      List<String> names, List<RenderedScene> rendered, List<Question> questions) {}

  private static int write(Stream<Pictures> all, Path directory) throws IOException {
    Path images = Files.createDirectories(directory.resolve("images"));
    int written = 0;
    try (BufferedWriter questions = Files.newBufferedWriter(directory.resolve("questions.jsonl"))) {
      for (Iterator<Pictures> each = all.iterator(); each.hasNext(); ) {
        Pictures pictures = each.next();
        ArrayNode paths = JSON.createArrayNode();
        ArrayNode ids = JSON.createArrayNode();
        for (int i = 0; i < pictures.names().size(); i++) {
          String name = pictures.names().get(i);
          byte[] png = png(pictures.rendered().get(i));
          Files.write(images.resolve(name), png);
          paths.add("images/" + name);
          ids.add(Sha256.of(png));
        }
        ObjectNode about = JSON.createObjectNode();
        if (paths.size() == 1) {
          about.set("image", paths.get(0));
          about.set("imageId", ids.get(0));
        } else {
          about.set("images", paths);
          about.set("imageIds", ids);
        }
        for (Question question : pictures.questions()) {
          write(questions, about, question);
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

  private static void write(BufferedWriter out, ObjectNode images, Question question)
      throws IOException {
    ObjectNode node = images.deepCopy();
    node.put("set", question.set());
    node.put("type", question.type());
    node.put("question", question.text());
    question.answers().forEach(node.putArray("answers")::add);
    if (!question.scoring().isEmpty()) {
      node.put("scoring", question.scoring());
    }
    out.write(JSON.writeValueAsString(node));
    out.write('\n');
  }
}
