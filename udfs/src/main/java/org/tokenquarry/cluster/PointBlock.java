package org.tokenquarry.cluster;

import java.io.Serializable;
import org.tokenquarry.token.TokenMatrix;

/**
 * Some of the points of a clustering, which follow one another.
 *
 * @param first the number of the first one among all points
 * @param points {@code [n, D]}, finite
 */
public record PointBlock(int first, TokenMatrix points) implements Serializable {}
