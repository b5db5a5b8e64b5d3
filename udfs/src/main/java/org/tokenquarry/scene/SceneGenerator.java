package org.tokenquarry.scene;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Composes scenes from a seed. Scene {@code i} of a series depends on the seed and {@code i} alone.
 *
 * <p>Half of the scenes are of the set {@code small}: three to five objects of 6 to 10 px radius.
 * The others mix large and small objects. The background has two to four regions of different
 * textures; some textures have the colours of objects, and there are marks on it that no question
 * asks about. So a redundant token is not always plain ground.
 *
 * <p>Immutable, may be shared by threads.
 */
public final class SceneGenerator {

  private static final double MARGIN = 2;
  private static final int PLACEMENT_TRIES = 60;

  /** The smallest ratio of the main object's radius to any other radius. */
  private static final double MAIN_OVER_OTHERS = 1.22;

  private final long seed;
  private final World world;

  /**
   * Starts a series of {@link World#ALL}.
   *
   * @param seed any number
   */
  public SceneGenerator(long seed) {
    this(seed, World.ALL);
  }

  /**
   * Starts a series.
   *
   * @param seed any number
   * @param world what scenes are drawn from
   */
  public SceneGenerator(long seed, World world) {
    this.seed = seed;
    this.world = world;
  }

  /**
   * Composes one scene.
   *
   * @param index its number in the series, from 0
   */
  public Scene scene(int index) {
    // The sequence of java.util.Random is fixed by its contract, so scenes do not depend on the
    // JDK.
    Random random = new Random(SceneSeed.mix(seed, index));
    boolean small = random.nextBoolean();
    return new Scene(
        index,
        small ? Scene.SMALL : Scene.STANDARD,
        regions(random),
        distractors(random),
        world == World.PAIRS ? paired(random, small) : objects(random, small));
  }

  private List<Scene.Region> regions(Random random) {
    List<Scene.Region> regions = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble() * Scene.SIZE;
      double y = random.nextDouble() * Scene.SIZE;
      regions.add(new Scene.Region(x, y, texture(random)));
    }
    return regions;
  }

  private Texture texture(Random random) {
    Texture.Kind kind = world.textures().get(random.nextInt(world.textures().size()));
    Rgb base = muted(random);
    boolean vivid = random.nextDouble() < 0.15;
    Rgb accent =
        vivid
            ? any(random, Colour.values()).rgb().mix(base, 0.35)
            : base.mix(muted(random), 0.4).lighter(between(random, -45, 45));
    double period = between(random, 5, 14);
    double angle = random.nextDouble() * Math.PI;
    return new Texture(
        kind, base, accent, period, angle, random.nextLong(), between(random, 2, 12));
  }

  private static Rgb muted(Random random) {
    double grey = between(random, 55, 165);
    return new Rgb(
        grey + between(random, -28, 28),
        grey + between(random, -28, 28),
        grey + between(random, -28, 28));
  }

  private static List<Distractors> distractors(Random random) {
    List<Distractors> groups = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      Rgb paint =
          random.nextDouble() < 0.4
              ? any(random, Colour.values()).rgb()
              : muted(random).lighter(40);
      Distractors.Motif motif = any(random, Distractors.Motif.values());
      groups.add(new Distractors(motif, paint, between(random, 1.2, 2.4), marks(random)));
    }
    return groups;
  }

  private static List<Distractors.Mark> marks(Random random) {
    double x = random.nextDouble() * Scene.SIZE;
    double y = random.nextDouble() * Scene.SIZE;
    double spread = between(random, 15, 45);
    List<Distractors.Mark> marks = new ArrayList<>();
    int count = 5 + random.nextInt(14);
    for (int i = 0; i < count; i++) {
      marks.add(
          new Distractors.Mark(
              x + between(random, -spread, spread), y + between(random, -spread, spread)));
    }
    return marks;
  }

  private static List<SceneObject> objects(Random random, boolean small) {
    double mainRadius = mainRadius(random, small);
    int count = small ? 3 + random.nextInt(3) : 1 + random.nextInt(5);
    ShapeKind repeated = any(random, ShapeKind.values());
    double repetition = random.nextDouble() < 0.5 ? 0.75 : 0;
    List<SceneObject> placed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double radius = i == 0 ? mainRadius : otherRadius(random, small, mainRadius);
      ShapeKind kind =
          random.nextDouble() < repetition ? repeated : any(random, ShapeKind.values());
      place(random, placed, new Thing(kind, any(random, Colour.values())), radius);
    }
    placed.sort(Comparator.comparingDouble(SceneObject::radius).reversed());
    return placed;
  }

  private static List<SceneObject> paired(Random random, boolean small) {
    double mainRadius = mainRadius(random, small);
    List<Thing> things = Pair.scene(random, small ? 1 + random.nextInt(3) : random.nextInt(3));
    Collections.shuffle(things, random);
    List<SceneObject> placed = new ArrayList<>();
    for (int i = 0; i < things.size(); i++) {
      double radius = i == 0 ? mainRadius : otherRadius(random, small, mainRadius);
      place(random, placed, things.get(i), radius);
    }
    placed.sort(Comparator.comparingDouble(SceneObject::radius).reversed());
    return placed;
  }

  private static double mainRadius(Random random, boolean small) {
    return small ? between(random, 8.5, 10.5) : between(random, 12, 21);
  }

  private static double otherRadius(Random random, boolean small, double mainRadius) {
    return between(random, small ? 6 : 6.5, mainRadius / MAIN_OVER_OTHERS);
  }

  /** Adds a thing where there is room for it; else it is left out. */
  static void place(Random random, List<SceneObject> placed, Thing thing, double radius) {
    Colour colour = thing.colour();
    Rgb paint = colour.rgb().lighter(between(random, -18, 14));
    double angle = between(random, -0.35, 0.35);
    double reach = radius * 1.1;
    for (int attempt = 0; attempt < PLACEMENT_TRIES; attempt++) {
      double x = between(random, reach, Scene.SIZE - reach);
      double y = between(random, reach, Scene.SIZE - reach);
      if (free(placed, x, y, radius)) {
        placed.add(new SceneObject(thing.kind(), colour, paint, x, y, radius, angle));
        return;
      }
    }
  }

  private static boolean free(List<SceneObject> placed, double x, double y, double radius) {
    for (SceneObject other : placed) {
      double distance =
          Math.sqrt((x - other.x()) * (x - other.x()) + (y - other.y()) * (y - other.y()));
      if (distance < radius * 1.1 + other.radius() * 1.1 + MARGIN) {
        return false;
      }
    }
    return true;
  }

  /** A number between two others. */
  static double between(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** One of some values, all equally likely. */
  static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
