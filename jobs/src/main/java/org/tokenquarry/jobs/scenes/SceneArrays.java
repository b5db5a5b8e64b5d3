package org.tokenquarry.jobs.scenes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tokenquarry.scene.Colour;
import org.tokenquarry.scene.Question;
import org.tokenquarry.scene.RenderedScene;
import org.tokenquarry.scene.Scene;
import org.tokenquarry.scene.SceneObject;
import org.tokenquarry.scene.SceneSequence;
import org.tokenquarry.scene.ShapeKind;

/**
 * Writes a series as NumPy arrays, for training:
 *
 * <ul>
 *   <li>{@code images.npy} {@code [N, 96, 96, 3] uint8}
 *   <li>{@code patches.npy} {@code [N, 12, 12, 4] uint8}: object counted from 1 (largest first, 0 =
 *       background), shape and colour counted from 1, coverage 0 to 255
 *   <li>{@code objects.npy} {@code [N, 6, 5] float32}: shape and colour counted from 1, centre x,
 *       centre y, radius in px; zeros where there is no object
 *   <li>{@code questions.jsonl}: scene, set, type, question, answers
 * </ul>
 *
 * <p>The scenes of a sequence follow each other, and its questions have {@code scenes}, their
 * numbers, in place of scene.
 */
final class SceneArrays {

  private static final int MOST_OBJECTS = 6;
  private static final List<ShapeKind> SHAPES = List.of(ShapeKind.values());
  private static final List<Colour> COLOURS = List.of(Colour.values());
  private static final ObjectMapper JSON = new ObjectMapper();

  private SceneArrays() {}

  /** Scenes that questions are about. */
  private record Asked(
      List<Scene> scenes, List<RenderedScene> rendered, List<Question> questions) {}

  /**
   * Writes the arrays.
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
                    new Asked(
                        List.of(drawn.scene()), List.of(drawn.rendered()), drawn.questions())),
        series.count(),
        directory);
  }

  /**
   * Writes sequences likewise.
   *
   * @param directory exists; files of the same names are replaced
   * @return how many questions were written
   */
  static int writeSequences(SceneSeries series, Path directory) throws IOException {
    return write(
        series.sequences().map(each -> new Asked(each.scenes(), each.rendered(), each.questions())),
        Math.multiplyExact(series.count(), SceneSequence.LENGTH),
        directory);
  }

  /**
   * Writes arrays.
   *
   * @param n how many scenes there are in all
   */
  private static int write(Stream<Asked> all, int n, Path directory) throws IOException {
    int patches = RenderedScene.PATCHES;
    int first = 0;
    int written = 0;
    try (NpyWriter images =
            new NpyWriter(directory.resolve("images.npy"), "|u1", n, Scene.SIZE, Scene.SIZE, 3);
        NpyWriter labels =
            new NpyWriter(directory.resolve("patches.npy"), "|u1", n, patches, patches, 4);
        NpyWriter objects =
            new NpyWriter(directory.resolve("objects.npy"), "<f4", n, MOST_OBJECTS, 5);
        BufferedWriter questions = Files.newBufferedWriter(directory.resolve("questions.jsonl"))) {
      for (Iterator<Asked> each = all.iterator(); each.hasNext(); ) {
        Asked asked = each.next();
        for (int i = 0; i < asked.scenes().size(); i++) {
          images.bytes(asked.rendered().get(i).rgb());
          writePatches(asked.scenes().get(i), asked.rendered().get(i), labels);
          writeObjects(asked.scenes().get(i).objects(), objects);
        }
        for (Question question : asked.questions()) {
          questions.write(json(first, asked.scenes().size(), question));
          questions.write('\n');
          written++;
        }
        first += asked.scenes().size();
      }
    }
    return written;
  }

  private static void writePatches(Scene scene, RenderedScene rendered, NpyWriter out)
      throws IOException {
    for (int patch = 0; patch < rendered.owner().length; patch++) {
      int owner = rendered.owner()[patch];
      SceneObject object = owner == 0 ? null : scene.objects().get(owner - 1);
      out.uint8(owner);
      out.uint8(object == null ? 0 : number(SHAPES, object.kind()));
      out.uint8(object == null ? 0 : number(COLOURS, object.colour()));
      out.uint8(rendered.coverage()[patch]);
    }
  }

  private static void writeObjects(List<SceneObject> objects, NpyWriter out) throws IOException {
    for (SceneObject object : objects) {
      out.float32(number(SHAPES, object.kind()));
      out.float32(number(COLOURS, object.colour()));
      out.float32(object.x());
      out.float32(object.y());
      out.float32(object.radius());
    }
    for (int missing = objects.size() * 5; missing < MOST_OBJECTS * 5; missing++) {
      out.float32(0);
    }
  }

  private static <T> int number(List<T> values, T value) {
    return values.indexOf(value) + 1;
  }

  private static String json(int first, int scenes, Question question) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    if (scenes == 1) {
      node.put("scene", first);
    } else {
      IntStream.range(first, first + scenes).forEach(node.putArray("scenes")::add);
    }
    node.put("set", question.set());
    node.put("type", question.type());
    node.put("question", question.text());
    question.answers().forEach(node.putArray("answers")::add);
    return JSON.writeValueAsString(node);
  }
}
