package org.tokenquarry.jobs.cluster;

/**
 * A redundant token that may become a prototype.
 *
 * @param imageId the image it comes from
 * @param token its index there
 * @param embedding {@code [D] float32}; do not modify
 */
record Candidate(String imageId, int token, float[] embedding) {}
