package org.tokenquarry.scene;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks questions whose answer a scene shows clearly: at most one question of each of nine types.
 *
 * <p>Immutable, may be shared by threads.
 */
public final class Questioner {

  private static final List<String> NUMBERS =
      List.of("none", "one", "two", "three", "four", "five");

  /**
   * For a question about positions: the smallest distance from the middle, or between two objects,
   * in px.
   */
  private static final double CLEARLY_APART = 12;

  private final long seed;

  /**
   * Starts a series of questions.
   *
   * @param seed the seed of the scenes
   */
  public Questioner(long seed) {
    this.seed = ~seed;
  }

  /** The questions about {@code scene}, in the order of their types. */
  public List<Question> questions(Scene scene) {
    Random random = new Random(SceneSeed.mix(seed, scene.index()));
    List<SceneObject> objects = scene.objects();
    List<SceneObject> onlyOfKind = unique(objects, SceneObject::kind);
    List<SceneObject> onlyOfColour = unique(objects, SceneObject::colour);
    List<Question> questions = new ArrayList<>();
    questions.add(
        ask(scene, "object", "what does this image show ?", objects.get(0).kind().word()));
    pick(random, onlyOfKind)
        .ifPresent(
            o ->
                questions.add(
                    ask(
                        scene,
                        "colour",
                        "what colour is the " + o.kind().word() + " ?",
                        o.colour().word())));
    pick(random, onlyOfColour)
        .ifPresent(
            o ->
                questions.add(
                    ask(
                        scene,
                        "shape",
                        "which shape is " + o.colour().word() + " ?",
                        o.kind().word())));
    questions.add(count(random, scene));
    questions.add(ask(scene, "total", "how many shapes are there ?", NUMBERS.get(objects.size())));
    questions.add(exists(random, scene));
    pick(random, onlyOfKind.stream().filter(o -> clear(o.x() - Scene.SIZE / 2.0)).toList())
        .ifPresent(o -> questions.add(side(scene, o)));
    pick(random, onlyOfKind.stream().filter(o -> clear(o.y() - Scene.SIZE / 2.0)).toList())
        .ifPresent(o -> questions.add(level(scene, o)));
    relation(random, scene, onlyOfKind).ifPresent(questions::add);
    return questions;
  }

  private static Question count(Random random, Scene scene) {
    Map<ShapeKind, Long> counts = new EnumMap<>(ShapeKind.class);
    scene.objects().forEach(o -> counts.merge(o.kind(), 1L, Long::sum));
    List<ShapeKind> repeated =
        counts.keySet().stream().filter(kind -> counts.get(kind) > 1).toList();
    List<ShapeKind> pool =
        !repeated.isEmpty() && random.nextDouble() < 0.75 ? repeated : List.copyOf(counts.keySet());
    ShapeKind kind = pool.get(random.nextInt(pool.size()));
    return ask(
        scene,
        "count",
        "how many " + kind.plural() + " are there ?",
        NUMBERS.get(counts.get(kind).intValue()));
  }

  private static Question exists(Random random, Scene scene) {
    List<SceneObject> objects = scene.objects();
    SceneObject object = objects.get(random.nextInt(objects.size()));
    ShapeKind kind = object.kind();
    Colour colour = object.colour();
    if (random.nextBoolean()) {
      // Half of it is right on purpose: either the shape or the colour is kept, the other is
      // changed.
      if (random.nextBoolean()) {
        kind = any(random, List.of(ShapeKind.values()));
      } else {
        colour = any(random, List.of(Colour.values()));
      }
    }
    ShapeKind askedKind = kind;
    Colour askedColour = colour;
    boolean there =
        objects.stream().anyMatch(o -> o.kind() == askedKind && o.colour() == askedColour);
    String text = "is there a " + askedColour.word() + " " + askedKind.word() + " ?";
    return ask(scene, "exists", text, yesOrNo(there));
  }

  private static Question side(Scene scene, SceneObject object) {
    String text = "is the " + object.kind().word() + " on the left or right ?";
    return ask(scene, "side", text, object.x() < Scene.SIZE / 2.0 ? "left" : "right");
  }

  private static Question level(Scene scene, SceneObject object) {
    String text = "is the " + object.kind().word() + " at the top or bottom ?";
    return ask(scene, "level", text, object.y() < Scene.SIZE / 2.0 ? "top" : "bottom");
  }

  private static Optional<Question> relation(
      Random random, Scene scene, List<SceneObject> onlyOfKind) {
    List<Question> possible = new ArrayList<>();
    for (SceneObject a : onlyOfKind) {
      for (SceneObject b : onlyOfKind) {
        if (!a.equals(b) && clear(a.x() - b.x())) {
          possible.add(related(scene, a, "left of", b, a.x() < b.x()));
        }
        if (!a.equals(b) && clear(a.y() - b.y())) {
          possible.add(related(scene, a, "above", b, a.y() < b.y()));
        }
      }
    }
    return pick(random, possible);
  }

  private static Question related(
      Scene scene, SceneObject a, String relation, SceneObject b, boolean holds) {
    String text = "is the " + a.kind().word() + " " + relation + " the " + b.kind().word() + " ?";
    return ask(scene, "relation", text, yesOrNo(holds));
  }

  private static Question ask(Scene scene, String type, String text, String answer) {
    return new Question(scene.set(), type, text, List.of(answer));
  }

  private static String yesOrNo(boolean holds) {
    return holds ? "yes" : "no";
  }

  private static boolean clear(double distance) {
    return Math.abs(distance) > CLEARLY_APART;
  }

  private static <K> List<SceneObject> unique(
      List<SceneObject> objects, Function<SceneObject, K> key) {
    Map<K, Long> counts =
        objects.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    return objects.stream().filter(o -> counts.get(key.apply(o)) == 1).toList();
  }

  private static <T> Optional<T> pick(Random random, List<T> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(any(random, values));
  }

  private static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
