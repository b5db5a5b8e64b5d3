package org.tokenquarry.token;

/**
 * All outputs of the vision encoder for one image, as plain arrays.
 *
 * @param tokens visual tokens and their cosine to [CLS]
 * @param features {@code [N, Dv]}: ViT features of the selected layer, before the projector
 * @param clsAttention {@code [N]}: attention of [CLS] to each patch, mean over heads, in [0, 1]; do
 *     not modify
 */
public record ImageFeatures(VisualTokens tokens, TokenMatrix features, float[] clsAttention) {}
