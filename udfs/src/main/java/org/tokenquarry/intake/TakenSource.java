package org.tokenquarry.intake;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.tokenquarry.source.SourceState;

/**
 * What was found in a source.
 *
 * @param uri of the file
 * @param state that this belongs to; {@link SourceState#UNKNOWN} if the source could not be looked
 *     at
 * @param imageId of a file that is a readable image; null otherwise
 * @param images readable images in it
 * @param reasons how often each reason for quarantine occurred
 * @param ignored members whose names are not those of images
 * @param limits what the result depends on beside the bytes, such as {@code maxPixels=1000},
 *     distinct
 * @param retryable whether reading it again may give more
 */
public record TakenSource(
    String uri,
    SourceState state,
    String imageId,
    long images,
    Map<String, Long> reasons,
    long ignored,
    List<String> limits,
    boolean retryable)
    implements Serializable {}
