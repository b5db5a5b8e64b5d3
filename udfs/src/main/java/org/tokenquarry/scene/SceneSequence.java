package org.tokenquarry.scene;

import java.util.List;

/**
 * Scenes that follow each other, and what is asked about all of them together.
 *
 * @param scenes in their order, {@link #LENGTH} of them; all have the same background and index
 * @param questions at least one
 */
public record SceneSequence(List<Scene> scenes, List<Question> questions) {

  /** How many scenes a sequence has. */
  public static final int LENGTH = 3;

  /** Copies the lists. */
  public SceneSequence {
    scenes = List.copyOf(scenes);
    questions = List.copyOf(questions);
  }
}
