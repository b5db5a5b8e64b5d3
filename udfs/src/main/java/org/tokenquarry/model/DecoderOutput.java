package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;

/**
 * What the decoder gives for B sequences; belongs to the scope it was made in.
 *
 * @param logits {@code [B, V] float32} at the last position
 * @param cache keys and values of the past and the new positions
 */
public record DecoderOutput(NDArray logits, KvCache cache) {}
