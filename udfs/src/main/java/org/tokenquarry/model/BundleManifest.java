package org.tokenquarry.model;

import java.util.Map;
import java.util.Optional;
import org.tokenquarry.anyres.TileRule;
import org.tokenquarry.image.Preprocessing;
import org.tokenquarry.token.TokenGrid;

/**
 * The content of {@code bundle.json}: what a model is. Unknown fields are ignored.
 *
 * @param name the model's name, for people; not part of its identity
 * @param imageSize height and width of the vision encoder's input, in px
 * @param grid arrangement of the N visual tokens of an image
 * @param hidden D, width of the decoder's embeddings and of the visual tokens
 * @param planes how many vectors of D a row of embeddings has behind the first; they enter the
 *     layers behind the first ones (deepstack)
 * @param layers L, layers of the decoder
 * @param kvHeads K, key/value heads of each layer
 * @param headDim d, width of one head
 * @param vocabulary V, how many token ids there are
 * @param dtype {@code float32}, {@code float16} or {@code bfloat16}: what the modules compute in;
 *     their inputs and outputs are float32, except keys and values
 * @param prompt the experiments' prompt around the image
 * @param questionTemplate the text after the image for other questions; {@code {question}} in it is
 *     replaced by the question
 * @param positions how the positions of a prompt follow from its order
 * @param padId the token whose embedding stands for a dropped visual token
 * @param endIds tokens that end an answer; do not modify
 * @param firstAnswerToken how the first token of an answer is chosen
 * @param vision the vision tower
 * @param preprocessing how an image becomes pixels; the base view of a model with tiles
 * @param anyres how an image is cut into tiles; null where the model takes no tiles
 * @param inner sizes inside the modules, as far as the bundle states them
 * @param files sha256 in lower-case hexadecimal of each file, by name
 */
public record BundleManifest(
    String name,
    int imageSize,
    TokenGrid grid,
    int hidden,
    int planes,
    int layers,
    int kvHeads,
    int headDim,
    int vocabulary,
    String dtype,
    Prompt prompt,
    String questionTemplate,
    PositionRule positions,
    int padId,
    long[] endIds,
    FirstAnswerToken firstAnswerToken,
    Vision vision,
    Preprocessing preprocessing,
    TileRule anyres,
    Inner inner,
    Map<String, String> files) {

  /** Name of the manifest itself. */
  public static final String FILE = "bundle.json";

  /** The only format that can be read. */
  public static final int FORMAT_VERSION = 1;

  /** The place of the question in {@link #questionTemplate}. */
  public static final String QUESTION = "{question}";

  /** R, width of the decoder's input: {@code D * (1 + planes)}. */
  public int rowWidth() {
    return hidden * (1 + planes);
  }

  /** How many numbers the pixels of a square image of {@link #imageSize} have. */
  public int pixelCount() {
    return 3 * imageSize * imageSize;
  }

  /** Whether images keep their shape: then their grids differ, and {@link #grid} is one of many. */
  public boolean keepsShape() {
    return preprocessing.keepsShape();
  }

  /** The most visual tokens that an image has, its tiles not counted. */
  public int mostTokens() {
    if (!keepsShape()) {
      return grid.size();
    }
    int cell = preprocessing.resize().size();
    return preprocessing.mostPixels() / cell / cell;
  }

  /**
   * The grid of the visual tokens of an image.
   *
   * @param height of its pixels
   * @param width of its pixels
   * @throws IllegalArgumentException if the model takes no images of this size
   */
  public TokenGrid grid(int height, int width) {
    if (height == imageSize && width == imageSize) {
      return grid;
    }
    int cell = keepsShape() ? preprocessing.resize().size() : 0;
    if (cell == 0 || height % cell != 0 || width % cell != 0) {
      throw new IllegalArgumentException(
          "the model takes no images of " + height + " x " + width + " pixels");
    }
    return new TokenGrid(height / cell, width / cell);
  }

  /** The decoder's sizes; empty where the bundle does not state all of them. */
  public Optional<DecoderShape> decoderShape() {
    if (inner.heads() == 0 || inner.mlp() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new DecoderShape(hidden, layers, inner.heads(), kvHeads, headDim, inner.mlp(), vocabulary));
  }

  /** The vision tower's sizes; empty where the bundle does not state all of them. */
  public Optional<VisionShape> visionShape() {
    return visionShape(grid);
  }

  /** The same for an image with another grid. */
  public Optional<VisionShape> visionShape(TokenGrid grid) {
    if (inner.patch() == 0 || inner.visionMlp() == 0) {
      return Optional.empty();
    }
    int merge = Math.max(1, inner.merge());
    return Optional.of(
        new VisionShape(
            grid.size() * merge * merge,
            inner.patch(),
            vision.width() / (merge * merge),
            vision.layer(),
            inner.visionMlp(),
            vision.hasCls() ? 1 : 0,
            merge,
            inner.projector() == 0 ? hidden : inner.projector(),
            hidden));
  }

  /** Whether operations can be counted: whether the bundle states all sizes of both modules. */
  public boolean statesSizes() {
    return decoderShape().isPresent() && visionShape().isPresent();
  }

  /**
   * Sizes that are needed only to count operations; 0 where the bundle does not state them.
   *
   * @param heads query heads of the decoder
   * @param mlp width of the decoder's gated MLP
   * @param patch side of a patch in px
   * @param visionMlp hidden width of a block's MLP in the tower
   * @param projector hidden width of the projector
   * @param merge how many patches a side of a visual token has; 0 stands for 1
   */
  public record Inner(int heads, int mlp, int patch, int visionMlp, int projector, int merge) {}

  /**
   * A prompt as token ids.
   *
   * @param text the prompt as text, for people; not part of the model's identity
   * @param before ids before the visual tokens, possibly none; do not modify
   * @param after ids after the visual tokens, at least one; do not modify
   */
  public record Prompt(String text, long[] before, long[] after) {}

  /**
   * How the first answer token is chosen.
   *
   * @param rule {@code first}: the first generated token; {@code skip}: the first generated token
   *     that is not one of {@code skipIds}
   * @param skipIds ids that are skipped; do not modify
   */
  public record FirstAnswerToken(String rule, long[] skipIds) {}

  /**
   * The vision tower.
   *
   * @param hasCls whether the tower has a [CLS] token; where it has none, cosines are to the mean
   *     patch
   * @param width Dv, width of the ViT features
   * @param layer number of the block whose output the features are; 0 for what enters the first
   */
  public record Vision(boolean hasCls, int width, int layer) {}
}
