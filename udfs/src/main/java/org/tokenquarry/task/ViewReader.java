package org.tokenquarry.task;

import org.tokenquarry.experiment.MinedView;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.tiles.TiledEncoder;

/**
 * Decodes image files and cuts them into the views that the experiments need. Needs no native
 * memory and may be used by many threads.
 */
final class ViewReader {

  private final OpenedModel model;
  private final TiledEncoder tiles;

  /** Reads for one model, which knows tiles if they are wanted. */
  ViewReader(OpenedModel model, MinedView view) {
    this.model = model;
    this.tiles = view == MinedView.BASE ? null : new TiledEncoder(model.loaded());
  }

  /**
   * Reads an image.
   *
   * @param content the bytes of the file
   */
  ViewedImage read(byte[] content) {
    if (tiles == null) {
      return ViewedImage.base(model.read(content));
    }
    try {
      return ViewedImage.tiled(tiles.cut(model.decoded(content)));
    } catch (UnreadableImageException e) {
      return ViewedImage.refused(model.refusal(e));
    }
  }

  /** The most bytes that {@link #read} gives for an image. */
  long mostBytes() {
    BundleManifest manifest = model.loaded().manifest();
    return model.inputBytes() * (tiles == null ? 1 : 1 + manifest.anyres().largestCanvas());
  }
}
