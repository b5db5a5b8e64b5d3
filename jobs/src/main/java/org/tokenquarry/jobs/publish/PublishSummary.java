package org.tokenquarry.jobs.publish;

/**
 * What {@code publish} did.
 *
 * @param version that is published now
 * @param status of that version
 * @param contentDigest its identity
 */
public record PublishSummary(long version, String status, String contentDigest) {}
