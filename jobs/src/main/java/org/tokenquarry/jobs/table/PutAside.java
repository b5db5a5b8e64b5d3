package org.tokenquarry.jobs.table;

/**
 * One thing that a run puts into quarantine.
 *
 * @param sourceUri where it was read, or null where the image is in the table {@code images}
 * @param imageId null where the bytes were not read to their end
 * @param reason stable code
 * @param detail one sentence
 * @param retryable whether the same bytes can become readable
 * @param exceeded the limit that the reason comes from, such as {@code maxPixels=1000}, or null
 */
public record PutAside(
    String sourceUri,
    String imageId,
    String reason,
    String detail,
    boolean retryable,
    String exceeded) {}
