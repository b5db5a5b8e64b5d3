package org.tokenquarry.experiment;

/** Which tokens of an image the experiments are about, where the model sees images as tiles. */
public enum MinedView {
  /** Those of the whole image in one view, as in the paper. */
  BASE,
  /** Those of the tiles, stitched to one grid as the language model receives them. */
  TILES,
  /** Those of the base view, and those of the tiles, each as an image of its own. */
  BOTH
}
