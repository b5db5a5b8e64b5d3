package org.tokenquarry.intake;

import java.io.Serializable;
import org.tokenquarry.task.Refusal;

/**
 * A source, or an image in it, that cannot be used.
 *
 * @param uri from where it was read
 * @param imageId sha256 of the bytes; null where they were not read to their end
 */
public record RefusedImage(String uri, String imageId, Refusal refusal) implements Serializable {}
