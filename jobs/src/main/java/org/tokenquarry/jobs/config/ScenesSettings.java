package org.tokenquarry.jobs.config;

import org.tokenquarry.scene.World;

/**
 * Scenes to draw.
 *
 * @param count how many, from 1
 * @param seed what they depend on
 * @param directory receives images and questions
 * @param format how they are written
 * @param world what they are drawn from
 */
public record ScenesSettings(
    int count, long seed, String directory, SceneFormat format, World world) {

  static ScenesSettings from(Section in) {
    return new ScenesSettings(
        in.integer("count", new Range(1, 1e7, Range.Edges.BOTH)),
        in.wholeLong("seed"),
        in.text("directory"),
        in.choice("format", SceneFormat.class),
        in.choice("world", World.class));
  }
}
