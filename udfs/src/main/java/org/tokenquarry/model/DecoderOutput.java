package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;

/**
 * The decoder's output for B sequences; belongs to the scope that it was made in.
 *
 * @param logits {@code [B, V] float32} at the last position
 * @param cache keys and values of past and new positions
 */
public record DecoderOutput(NDArray logits, KvCache cache) {}
