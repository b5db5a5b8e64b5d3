package org.tokenquarry.model;

/**
 * The sizes of a vision tower and its projector, and how many floating-point operations an image
 * costs, counted as in {@link DecoderShape}.
 *
 * @param patches how many patches an image has; N where a visual token is one patch
 * @param patch side of a patch in px
 * @param width the tower's width; Dv where a visual token is one patch
 * @param blocks transformer blocks up to the selected layer
 * @param mlp hidden width of a block's MLP
 * @param classTokens 1 where there is a [CLS] token, else 0
 * @param merge how many patches a side of a visual token has
 * @param projector hidden width of the projector
 * @param hidden D
 */
public record VisionShape(
    int patches,
    int patch,
    int width,
    int blocks,
    int mlp,
    int classTokens,
    int merge,
    int projector,
    int hidden) {

  /** Operations for one image. */
  public long image() {
    long tokens = (long) patches + classTokens;
    long embedding = 3L * patch * patch * width * patches;
    long linear = tokens * (4L * width * width + 2L * width * mlp);
    long attention = 2L * tokens * tokens * width;
    return 2 * (embedding + blocks * (linear + attention)) + projection(patches / (merge * merge));
  }

  /** Operations of the projector for some rows of features. */
  long projection(long rows) {
    return 2 * rows * projector * (features() + hidden);
  }

  /** Parameters of the blocks, the patch embedding and the projector, without norms and biases. */
  public long parameters() {
    long block = 4L * width * width + 2L * width * mlp;
    return 3L * patch * patch * width
        + blocks * block
        + ((long) patches + classTokens) * width
        + projector * (features() + hidden);
  }

  /** Dv, the width of what is projected. */
  private long features() {
    return (long) width * merge * merge;
  }
}
