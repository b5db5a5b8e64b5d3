package org.tokenquarry.model;

/**
 * The sizes of a vision tower and its projector, and how many floating-point operations an image
 * costs, counted as in {@link DecoderShape}.
 *
 * @param patches N
 * @param patch side of a patch in px
 * @param width Dv
 * @param blocks transformer blocks up to the selected layer
 * @param mlp hidden width of a block's MLP
 * @param classTokens 1 where there is a [CLS] token, else 0
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
    int projector,
    int hidden) {

  /** Operations for one image. */
  public long image() {
    long tokens = (long) patches + classTokens;
    long embedding = 3L * patch * patch * width * patches;
    long linear = tokens * (4L * width * width + 2L * width * mlp);
    long attention = 2L * tokens * tokens * width;
    return 2 * (embedding + blocks * (linear + attention)) + projection(patches);
  }

  /** Operations of the projector for some rows of features. */
  long projection(long rows) {
    return 2 * rows * projector * (width + hidden);
  }

  /** Parameters of the blocks, the patch embedding and the projector, without norms and biases. */
  public long parameters() {
    long block = 4L * width * width + 2L * width * mlp;
    return 3L * patch * patch * width
        + blocks * block
        + ((long) patches + classTokens) * width
        + (long) projector * (width + hidden);
  }
}
