package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;

/**
 * The output of some layers of the decoder; belongs to the given scope.
 *
 * @param states {@code [B, T, D]}
 * @param attention {@code [B, H, T, T] float32}: probabilities, rows are queries, each sums to 1
 */
public record LayerOutput(NDArray states, NDArray attention) {}
