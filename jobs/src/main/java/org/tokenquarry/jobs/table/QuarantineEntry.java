package org.tokenquarry.jobs.table;

/**
 * One source or image that a run puts into quarantine.
 *
 * @param sourceUri where it was read; null if the image is in the table {@code images}
 * @param imageId sha256 of its bytes; null if the bytes were not read to their end
 * @param reason stable code
 * @param detail one sentence
 * @param retryable whether a later attempt with the same bytes may succeed
 * @param exceeded the limit that was exceeded, such as {@code maxPixels=1000}; null if none was
 */
public record QuarantineEntry(
    String sourceUri,
    String imageId,
    String reason,
    String detail,
    boolean retryable,
    String exceeded) {}
