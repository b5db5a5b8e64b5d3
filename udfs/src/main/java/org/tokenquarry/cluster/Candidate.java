package org.tokenquarry.cluster;

import java.io.Serializable;

/**
 * A redundant token that may become a prototype.
 *
 * @param key names it
 * @param embedding {@code [D] float32}; do not modify
 */
public record Candidate(TokenKey key, float[] embedding) implements Serializable {}
