package org.tokenquarry.experiment;

import java.io.Serializable;

/**
 * The condition on clusters within one image: a token passes if its cluster is small, that is, if
 * it is unlike most of its image.
 *
 * @param clusters how many DPC-kNN clusters the probed tokens of an image form, at least 1;
 *     published: 8
 * @param neighbours k of DPC-kNN, at least 1; published: 5
 * @param maxSize the largest size that passes, at least 1; published: 8 (LLaVA-1.5, NeXT), 3
 *     (OneVision)
 */
public record WithinImageRule(int clusters, int neighbours, int maxSize) implements Serializable {}
