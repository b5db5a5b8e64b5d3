package org.tokenquarry.scene;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Composes sequences from a seed. Sequence {@code i} depends on the seed and {@code i} alone.
 *
 * <p>In half of them (set {@code changes}) one object moves and another one is added, one in the
 * second scene and the other in the third. In the others (set {@code visitor}) one object is in one
 * scene only. Immutable, may be shared by threads.
 */
public final class SequenceGenerator {

  /** Sequences in which an object moves and another one is added. */
  public static final String CHANGES = "changes";

  /** Sequences in which an object is in one scene only. */
  public static final String VISITOR = "visitor";

  private static final List<String> NUMBERS = List.of("one", "two", "three");

  /** The smallest distance of a move, in px. */
  private static final double MOVE = 24;

  private final long seed;

  /**
   * Starts a series.
   *
   * @param seed any number
   */
  public SequenceGenerator(long seed) {
    this.seed = seed;
  }

  /**
   * Composes one sequence.
   *
   * @param index its number in the series, from 0
   */
  public SceneSequence sequence(int index) {
    // Where a scene has no room for a change, the next one is taken.
    return Stream.iterate(0, attempt -> attempt + 1)
        .flatMap(attempt -> composed(index, SceneSeed.mix(seed, attempt)).stream())
        .findFirst()
        .orElseThrow();
  }

  private static Optional<SceneSequence> composed(int index, long seed) {
    Scene first = new SceneGenerator(seed).scene(index);
    Random random = new Random(SceneSeed.mix(~seed, index));
    Optional<SceneObject> other = stranger(random, first);
    if (other.isEmpty()) {
      return Optional.empty();
    }
    return random.nextBoolean()
        ? changes(random, first, other.get())
        : Optional.of(visitor(random, first, other.get()));
  }

  /** An object of a shape that the scene does not have, where it has room for it. */
  private static Optional<SceneObject> stranger(Random random, Scene scene) {
    List<ShapeKind> kinds = new ArrayList<>(List.of(ShapeKind.values()));
    scene.objects().forEach(object -> kinds.remove(object.kind()));
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    ShapeKind kind = kinds.get(random.nextInt(kinds.size()));
    Colour colour = SceneGenerator.any(random, Colour.values());
    List<SceneObject> placed = new ArrayList<>(scene.objects());
    SceneGenerator.place(
        random, placed, new Thing(kind, colour), SceneGenerator.between(random, 6.5, 8.5));
    return placed.stream().filter(object -> object.kind() == kind).findFirst();
  }

  private static Optional<SceneSequence> changes(Random random, Scene first, SceneObject added) {
    List<SceneObject> movable =
        new ArrayList<>(
            first.objects().stream()
                .filter(
                    o -> first.objects().stream().filter(p -> p.kind() == o.kind()).count() == 1)
                .toList());
    Collections.shuffle(movable, random);
    for (SceneObject object : movable) {
      Optional<SceneObject> moved = moved(random, first, added, object);
      if (moved.isPresent()) {
        return Optional.of(changes(random.nextBoolean(), first, added, object, moved.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<SceneObject> moved(
      Random random, Scene scene, SceneObject added, SceneObject object) {
    List<SceneObject> others = new ArrayList<>(scene.objects());
    others.remove(object);
    others.add(added);
    List<SceneObject> placed = new ArrayList<>(others);
    SceneGenerator.place(
        random, placed, new Thing(object.kind(), object.colour()), object.radius());
    placed.removeAll(others);
    return placed.stream()
        .map(at -> object.at(at.x(), at.y()))
        .filter(at -> StrictMath.hypot(at.x() - object.x(), at.y() - object.y()) >= MOVE)
        .findFirst();
  }

  private static SceneSequence changes(
      boolean addedFirst, Scene first, SceneObject added, SceneObject object, SceneObject moved) {
    List<SceneObject> withAdded = with(first.objects(), added);
    List<SceneObject> both = with(without(withAdded, object), moved);
    List<SceneObject> second =
        addedFirst ? withAdded : with(without(first.objects(), object), moved);
    return new SceneSequence(
        List.of(first, showing(first, second), showing(first, both)),
        List.of(
            ask(CHANGES, "moved", "which shape moved ?", object.kind().word()),
            ask(CHANGES, "added", "which shape was added ?", added.kind().word()),
            ask(
                CHANGES,
                "moved-in",
                "in which image has the " + object.kind().word() + " moved ?",
                NUMBERS.get(addedFirst ? 2 : 1)),
            ask(
                CHANGES,
                "added-in",
                "in which image was the " + added.kind().word() + " added ?",
                NUMBERS.get(addedFirst ? 1 : 2))));
  }

  private static SceneSequence visitor(Random random, Scene first, SceneObject visitor) {
    int when = random.nextInt(SceneSequence.LENGTH);
    Scene visited = showing(first, with(first.objects(), visitor));
    String thing = new Thing(visitor.kind(), visitor.colour()).words();
    return new SceneSequence(
        IntStream.range(0, SceneSequence.LENGTH)
            .mapToObj(i -> i == when ? visited : first)
            .toList(),
        List.of(
            ask(VISITOR, "seen-in", "in which image is there a " + thing + " ?", NUMBERS.get(when)),
            ask(VISITOR, "seen-once", "which shape is in one image ?", visitor.kind().word())));
  }

  private static Scene showing(Scene scene, List<SceneObject> objects) {
    return new Scene(scene.index(), scene.set(), scene.regions(), scene.distractors(), objects);
  }

  private static List<SceneObject> with(List<SceneObject> objects, SceneObject more) {
    return Stream.concat(objects.stream(), Stream.of(more))
        .sorted(Comparator.comparingDouble(SceneObject::radius).reversed())
        .toList();
  }

  private static List<SceneObject> without(List<SceneObject> objects, SceneObject less) {
    return objects.stream().filter(object -> !object.equals(less)).toList();
  }

  private static Question ask(String set, String type, String text, String answer) {
    return new Question(set, type, text, List.of(answer));
  }
}
