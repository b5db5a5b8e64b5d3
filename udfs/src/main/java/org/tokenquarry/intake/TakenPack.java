package org.tokenquarry.intake;

import java.io.Serializable;
import java.util.List;
import org.tokenquarry.pack.Pack;

/**
 * A pack that belongs to no table yet, and its images.
 *
 * @param images in the order of their positions
 */
public record TakenPack(Pack pack, List<TakenImage> images) implements Serializable {}
