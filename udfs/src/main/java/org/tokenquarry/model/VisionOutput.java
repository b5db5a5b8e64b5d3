package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;

/**
 * The vision encoder's output for B images; belongs to the scope that it was made in.
 *
 * @param tokens {@code [B, N, D] float32}: visual tokens after the projector
 * @param clsCosine {@code [B, N] float32}: cosine of each patch to [CLS], in [-1, 1]
 */
public record VisionOutput(NDArray tokens, NDArray clsCosine) {}
