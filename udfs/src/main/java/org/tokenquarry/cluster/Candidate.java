package org.tokenquarry.cluster;

import java.io.Serializable;

/**
 * A redundant token that may become a prototype.
 *
 * @param imageId the image it comes from
 * @param token its index among the tokens of that image
 * @param embedding {@code [D] float32}; do not modify
 */
public record Candidate(String imageId, int token, float[] embedding) implements Serializable {}
