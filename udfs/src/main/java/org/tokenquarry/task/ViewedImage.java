package org.tokenquarry.task;

import java.util.List;
import org.tokenquarry.experiment.MinedView;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.tiles.TiledImage;
import org.tokenquarry.token.VisualTokens;

/**
 * An image as the experiments see it, before the tower; or why the model cannot have it.
 *
 * @param pixels of its views, the base view first; none where the image is refused
 * @param tiles null where there is only the base view
 * @param refusal null where the image is not refused
 */
record ViewedImage(List<Pixels> pixels, TiledImage tiles, Refusal refusal) {

  /**
   * Tokens that are examined as one image.
   *
   * @param firstIndex what is added to the index in the grid to give {@code token_index}
   */
  record Part(VisualTokens tokens, int firstIndex) {}

  static ViewedImage base(ModelInput input) {
    return new ViewedImage(
        input.refusal() == null ? List.of(input.pixels()) : List.of(), null, input.refusal());
  }

  static ViewedImage tiled(TiledImage image) {
    return new ViewedImage(image.pixels(), image, null);
  }

  static ViewedImage refused(Refusal refusal) {
    return new ViewedImage(List.of(), null, refusal);
  }

  /**
   * The parts that are examined. A thin image that has no tiles has its base view examined.
   *
   * @param views the tokens of each view
   */
  List<Part> parts(MinedView wanted, List<VisualTokens> views) {
    Part base = new Part(views.get(0), 0);
    List<VisualTokens> parts = tiles == null ? views : tiles.parts(views);
    if (parts.size() == 1 || wanted == MinedView.BASE) {
      return List.of(base);
    }
    Part stitched = new Part(parts.get(1), base.tokens().grid().size());
    return wanted == MinedView.TILES ? List.of(stitched) : List.of(base, stitched);
  }
}
