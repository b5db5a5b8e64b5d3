package org.tokenquarry.scene;

import java.util.List;

/**
 * What a series of scenes is drawn from. The bundled model was trained on {@link #ALL}. The others
 * are parts of it, so that a codebook can be mined in one and tried in another, or have a rule of
 * their own.
 */
public enum World {
  /** Every texture, every combination of things. */
  ALL,

  /** Backgrounds without a sharp pattern. */
  SMOOTH,

  /** Backgrounds with a sharp pattern. */
  PATTERNED,

  /** As {@link #ALL}, at half the resolution: see {@link RenderedScene#coarse}. */
  COARSE,

  /** Things that go together in most scenes: see {@link Pair}. */
  PAIRS,

  /** Images that follow each other, with questions about all of them: see {@link SceneSequence}. */
  SEQUENCES;

  /** The patterns that backgrounds have. */
  List<Texture.Kind> textures() {
    return switch (this) {
      case SMOOTH -> List.of(Texture.Kind.PLAIN, Texture.Kind.GRADIENT, Texture.Kind.WAVES);
      case PATTERNED ->
          List.of(
              Texture.Kind.STRIPES, Texture.Kind.CHECKER, Texture.Kind.DOTS, Texture.Kind.BRICKS);
      case ALL, COARSE, PAIRS, SEQUENCES -> List.of(Texture.Kind.values());
    };
  }
}
