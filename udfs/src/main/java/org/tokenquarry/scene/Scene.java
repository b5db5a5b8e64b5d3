package org.tokenquarry.scene;

import java.util.List;

/**
 * What one image shows.
 *
 * @param index its number in the series, from 0
 * @param set {@code small} if every object is small, else {@code standard}
 * @param regions the background, each region with its texture
 * @param distractors groups of marks that no question asks about
 * @param objects largest first; the first is the main object and clearly larger than the second
 */
public record Scene(
    int index,
    String set,
    List<Region> regions,
    List<Distractors> distractors,
    List<SceneObject> objects) {

  /** Width and height of every scene, px. */
  public static final int SIZE = 96;

  /** The set of scenes whose objects are all small. */
  public static final String SMALL = "small";

  /** The set of scenes with objects of mixed sizes. */
  public static final String STANDARD = "standard";

  /** Copies the lists. */
  public Scene {
    regions = List.copyOf(regions);
    distractors = List.copyOf(distractors);
    objects = List.copyOf(objects);
  }

  /**
   * A region of the background: the points that are nearer to this centre than to any other.
   *
   * @param x centre, px from the left
   * @param y centre, px from the top
   * @param texture its surface
   */
  public record Region(double x, double y, Texture texture) {}
}
