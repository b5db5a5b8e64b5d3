package org.tokenquarry.token;

import java.util.List;
import java.util.function.Function;

/**
 * All outputs of the vision encoder for one image, as plain arrays.
 *
 * @param tokens visual tokens and their cosine to [CLS]
 * @param features {@code [N, Dv]}: ViT features of the selected layer, before the projector
 * @param clsAttention {@code [N]}: attention of [CLS] to each patch, mean over heads, in [0, 1]; do
 *     not modify
 */
public record ImageFeatures(VisualTokens tokens, TokenMatrix features, float[] clsAttention) {

  /**
   * The tokens of several images as if they were of one, in their order. Their grid is a single
   * column: it says nothing of where a token was in its image.
   *
   * @param images at least one
   */
  public static ImageFeatures joined(List<ImageFeatures> images) {
    VisualTokens tokens =
        new VisualTokens(
            new TokenGrid(images.stream().mapToInt(i -> i.tokens().grid().size()).sum(), 1),
            matrix(images, image -> image.tokens().projected()),
            matrix(images, image -> image.tokens().rows()),
            numbers(images, image -> image.tokens().clsCosine()));
    return new ImageFeatures(
        tokens,
        matrix(images, ImageFeatures::features),
        numbers(images, ImageFeatures::clsAttention));
  }

  private static TokenMatrix matrix(
      List<ImageFeatures> images, Function<ImageFeatures, TokenMatrix> part) {
    return new TokenMatrix(
        numbers(images, image -> part.apply(image).values()), part.apply(images.get(0)).dim());
  }

  private static float[] numbers(
      List<ImageFeatures> images, Function<ImageFeatures, float[]> part) {
    List<float[]> all = images.stream().map(part).toList();
    float[] joined = new float[Math.toIntExact(all.stream().mapToLong(a -> a.length).sum())];
    int offset = 0;
    for (float[] each : all) {
      System.arraycopy(each, 0, joined, offset, each.length);
      offset += each.length;
    }
    return joined;
  }
}
