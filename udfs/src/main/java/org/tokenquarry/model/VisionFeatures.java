package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;

/**
 * The vision encoder's output for B images, before and after its projector; belongs to the scope
 * that it was made in.
 *
 * @param tokens {@code [B, N, D] float32}: visual tokens after the projector
 * @param clsCosine {@code [B, N] float32}: cosine of each patch to [CLS], in [-1, 1]
 * @param features {@code [B, N, Dv] float32}: ViT features of the selected layer, before the
 *     projector
 * @param clsAttention {@code [B, N] float32}: attention from [CLS] to each patch, as the mean over
 *     heads, in [0, 1]; a row sums to at most 1
 */
public record VisionFeatures(
    NDArray tokens, NDArray clsCosine, NDArray features, NDArray clsAttention) {}
