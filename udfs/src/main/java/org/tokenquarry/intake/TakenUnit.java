package org.tokenquarry.intake;

import java.io.Serializable;
import java.util.List;

/**
 * What one task has taken in: some hundred bytes for each image.
 *
 * @param number of the unit
 * @param packs with the images that the task has met first, in their order
 * @param repeated URIs of readable images whose content the task had met before
 * @param refused sources and images that cannot be used, in the order in which they were met
 * @param sources what was found in each source of the unit
 * @param opened how many sources were opened
 * @param bytesRead bytes of images that were read
 */
public record TakenUnit(
    int number,
    List<TakenPack> packs,
    List<String> repeated,
    List<RefusedImage> refused,
    List<TakenSource> sources,
    long opened,
    long bytesRead)
    implements Serializable {}
